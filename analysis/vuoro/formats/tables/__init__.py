"""Tables of talk, a row for each turn: CSV and TSV from anywhere, our own long tables, and Parquet.

After one bad quotation mark the standard library's csv, and pandas likewise, take whatever follows
for one cell; hence rows of our own. Parquet is read and written by pyarrow.
"""

from vuoro.formats.tables import longtables, parquet, reading

__all__ = ["longtables", "parquet", "reading"]

"""Office documents: talk in Word's paragraphs and tables, and in Excel's sheets.

python-docx and openpyxl are well kept, but keep no account of what they pass over; the zip archive
and its XML are read here as they are.
"""

from vuoro.formats.office import docx, xlsx

__all__ = ["docx", "xlsx"]

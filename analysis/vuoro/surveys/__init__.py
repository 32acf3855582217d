"""What people say of the meeting, in pairs of client and staff, and beside what was done in it."""

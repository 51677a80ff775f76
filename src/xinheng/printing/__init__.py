"""Prints and files: plain values in, bytes out.

Knows no database, no web and no clock. `certificate`, `offers`, `audit` and `listing`
set documents as archival PDF; `seal` seals them; `report_docx` fills Word templates;
`workbook` and `application_workbook` write and read sheets; `uploads` looks into files
from outside.
"""

"""Attachments: files in the file of a person or a case, such as the photo of a document or the PDF of a decision.

What arrives is judged by its content, made anew without what a reader does not see, sealed under the key of the person
or case, and kept outside of the database and the web root (``docs/adr/0018-attachments.md``).
"""

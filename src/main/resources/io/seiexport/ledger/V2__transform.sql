-- How many rows the delivered file had as the server sent it: a transform may have dropped some. Unknown of what was
-- delivered before, which had no transform.
alter table sei_window add column source_rows bigint;

-- The teams that the key could see when all of them were last read, as JSON (null: never yet), and until when a node
-- is reading them anew.
create table sei_team_list (
    server text primary key,
    teams text,
    read_at bigint not null,
    reading_until bigint not null
);

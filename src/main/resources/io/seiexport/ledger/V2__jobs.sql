-- Which requests each job of the server was named for. Two different ones of the same job are believed both no more.
create table if not exists sei_job (
    server varchar(300) not null,
    export_id varchar(300) not null,
    fingerprint varchar(64) not null,
    window_id varchar(400) not null,
    named_at timestamp with time zone not null,
    primary key (server, export_id, fingerprint)
);

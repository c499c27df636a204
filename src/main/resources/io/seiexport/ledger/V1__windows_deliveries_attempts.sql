-- H2 keeps each of these as soon as it is made: a program that is killed amid them begins them anew.

-- One row for each export of a window: what is asked for, how far it is, and what became of it.
create table if not exists sei_window (
    server varchar(300) not null,
    id varchar(400) not null,
    domain varchar(100) not null,
    scope varchar(2000) not null,
    granularity varchar(60) not null,
    window_start date not null,
    window_end date not null,
    origin varchar(20) not null,
    state varchar(20) not null,
    request varchar(100000),
    fingerprint varchar(64),
    asked_at timestamp with time zone,
    export_id varchar(300),
    created_at varchar(60),
    reused boolean,
    staged_file varchar(5000),
    staged_sha256 varchar(64),
    sha256 varchar(64),
    row_count bigint,
    byte_count bigint,
    delivered_at timestamp with time zone,
    checked_at timestamp with time zone,
    failures integer not null,
    reason varchar(60),
    sentence varchar(2000),
    changed_at timestamp with time zone not null,
    primary key (server, id)
);
create index if not exists sei_window_of_domain on sei_window (server, domain, window_start);

-- What each sink has got of it.
create table if not exists sei_delivery (
    server varchar(300) not null,
    window_id varchar(400) not null,
    sink varchar(500) not null,
    sha256 varchar(64) not null,
    delivered_at timestamp with time zone not null,
    primary key (server, window_id, sink),
    foreign key (server, window_id) references sei_window (server, id) on delete cascade
);

-- Why an attempt to bring it home failed, each time.
create table if not exists sei_attempt (
    id bigint generated always as identity primary key,
    server varchar(300) not null,
    window_id varchar(400) not null,
    failed_at timestamp with time zone not null,
    reason varchar(60) not null,
    sentence varchar(2000) not null,
    foreign key (server, window_id) references sei_window (server, id) on delete cascade
);
create index if not exists sei_attempt_of_window on sei_attempt (server, window_id, failed_at);

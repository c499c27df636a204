-- The same for SQLite and PostgreSQL, but for the two places in braces. Moments are milliseconds since 1970 by the clock
-- of the database, days are texts such as 2026-01-31, lists come as JSON.
create view sei_clock as select ${now} as now;
${lists};

-- One row for each window: what is owed and why, not before when, who works on it until when, and how far it is.
create table sei_window (
    server text not null,
    id text not null,
    series text not null,
    domain text not null,
    scope text not null,
    granularity text not null,
    window_start text not null,
    window_end text not null,
    state text not null,
    why text not null,
    settles boolean not null,
    owed_at bigint not null,
    tick bigint not null,
    due_at bigint,
    lease_node text,
    lease_no bigint not null default 0,
    lease_until bigint not null default 0,
    request text,
    fingerprint text,
    asked_at bigint,
    export_id text,
    created_at text,
    reused boolean,
    staged text,
    sha256 text,
    row_count bigint,
    byte_count bigint,
    delivered_at bigint,
    checked_at bigint,
    failures integer not null default 0,
    postponed integer not null default 0,
    reason text,
    sentence text,
    primary key (server, id)
);
create index sei_window_in_turn on sei_window (server, settles, (failures + postponed), window_start, id)
    where due_at is not null;
create index sei_window_of_node on sei_window (server, lease_node) where lease_until > 0;
create index sei_window_open on sei_window (server, domain, series) where state <> 'delivered';
create index sei_window_delivered on sei_window (server, domain, delivered_at) where delivered_at is not null;
create index sei_window_of_series on sei_window (server, series, window_end);

-- What each sink has got of it.
create table sei_delivery (
    server text not null,
    window_id text not null,
    sink text not null,
    sha256 text not null,
    delivered_at bigint not null,
    primary key (server, window_id, sink),
    foreign key (server, window_id) references sei_window (server, id) on delete cascade
);

-- Why an attempt to bring it home failed, each time.
create table sei_attempt (
    server text not null,
    window_id text not null,
    failed_at bigint not null,
    reason text not null,
    sentence text not null,
    primary key (server, window_id, failed_at),
    foreign key (server, window_id) references sei_window (server, id) on delete cascade
);

-- Which requests each job of the server was named for. Two different ones of the same job are believed both no more.
create table sei_job (
    server text not null,
    export_id text not null,
    fingerprint text not null,
    window_id text not null,
    named_at bigint not null,
    primary key (server, export_id, fingerprint)
);
create index sei_job_named on sei_job (server, named_at);

-- The windows of one scope: which days were entered as owed (none, if a person alone has asked for some), and what the next file is held against.
create table sei_series (
    server text not null,
    series text not null,
    domain text not null,
    scope text not null,
    granularity text not null,
    covered_from text,
    covered_to text,
    columns text,
    took_millis bigint,
    primary key (server, series)
);

-- What is left alone until its time, because it failed: the server, a disk, a sink. Then one export tries it first.
create table sei_hold (
    server text not null,
    what text not null,
    since bigint not null,
    until bigint not null,
    pauses integer not null,
    probing boolean not null default false,
    reason text not null,
    sentence text not null,
    primary key (server, what)
);

-- Until when the calls of all nodes together are booked, in microseconds, and when that was last written.
create table sei_budget (
    server text not null,
    lane text not null,
    tat bigint not null,
    booked_at bigint not null,
    primary key (server, lane)
);

-- When each node was last alive.
create table sei_node (
    node text primary key,
    seen_at bigint not null
);

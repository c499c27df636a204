-- Which calls of all nodes together are booked, of the last minute and to come, as the class Minute writes it.
-- sei_budget stays: nodes of the version before may still run beside this one.
create table sei_minute (
    server text primary key,
    booked text not null
);

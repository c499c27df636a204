-- Which calls of all nodes together are booked, of the last minute and to come, as the class Minute writes it.
drop table sei_budget;
create table sei_budget (
    server text primary key,
    booked text not null
);

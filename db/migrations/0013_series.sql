create schema series;
grant usage on schema series to lessonry_app;

create table series.series (
  org_id          uuid not null references organisations.organisation (id),
  id              uuid not null,
  offering_id     uuid not null,
  zone            text not null,
  skips_closures  boolean not null,
  made_until      date not null,
  ended_on        date,
  created_at      timestamptz not null,
  primary key (org_id, id)
);
comment on table series.series is 'Recurring lessons as they are meant: local dates and times in a zone, from which the lessons are made.';
comment on column series.series.made_until is 'Every date up to here, itself included, has been decided; a series that never ends is carried on from there.';
comment on column series.series.ended_on is 'The first local date without a lesson any more; null while the rule alone says when it ends.';
select platform.distribute('series.series');
alter table series.series add foreign key (org_id, offering_id) references catalogue.offering (org_id, id);
select platform.protect('series.series');
create index series_offering on series.series (org_id, offering_id);
create index series_made_until on series.series (org_id, made_until);

create table series.plan (
  org_id        uuid not null references organisations.organisation (id),
  id            uuid not null,
  series_id     uuid not null,
  from_date     date not null,
  rule          text not null check (length(rule) between 1 and 2000),
  start_minute  smallint not null check (start_minute between 0 and 1439),
  teacher_id    uuid not null,
  room_id       uuid,
  created_at    timestamptz not null,
  primary key (org_id, id),
  constraint plan_once unique (org_id, series_id, from_date)
);
comment on table series.plan is 'When, with whom and where a series takes place from a date on; the next one takes over from its own date.';
comment on column series.plan.rule is 'The value of an RRULE (RFC 5545) that counts from from_date.';
comment on column series.plan.start_minute is 'Minute of the local day in the zone of the series.';
comment on column series.plan.room_id is 'The room that is wished for; null takes whichever fits and is free.';
select platform.distribute('series.plan');
alter table series.plan
  add foreign key (org_id, series_id) references series.series (org_id, id),
  add foreign key (org_id, teacher_id) references people.person (org_id, id),
  add foreign key (org_id, room_id) references resources.resource (org_id, id);
select platform.protect('series.plan');
create index plan_teacher on series.plan (org_id, teacher_id);
create index plan_room on series.plan (org_id, room_id);

create table series.student (
  org_id      uuid not null references organisations.organisation (id),
  series_id   uuid not null,
  student_id  uuid not null,
  primary key (org_id, series_id, student_id)
);
select platform.distribute('series.student');
alter table series.student
  add foreign key (org_id, series_id) references series.series (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id);
select platform.protect('series.student');
create index student_student on series.student (org_id, student_id);

create table series.pause (
  org_id     uuid not null references organisations.organisation (id),
  id         uuid not null,
  series_id  uuid not null,
  from_date  date not null,
  to_date    date not null,
  reason     text not null default '' check (length(reason) <= 500),
  check (from_date <= to_date),
  primary key (org_id, id)
);
comment on table series.pause is 'No lessons from one local date to another, both included.';
select platform.distribute('series.pause');
alter table series.pause add foreign key (org_id, series_id) references series.series (org_id, id);
select platform.protect('series.pause');
create index pause_series on series.pause (org_id, series_id, from_date);

create table series.occurrence (
  org_id       uuid not null references organisations.organisation (id),
  series_id    uuid not null,
  date         date not null,
  state        text not null check (state in ('planned', 'skipped', 'clash')),
  lesson_id    uuid,
  intended_at  timestamptz not null,
  why          text not null default '' check (why in ('', 'closure', 'pause', 'choice', 'clash')),
  check ((state = 'planned') = (lesson_id is not null)),
  primary key (org_id, series_id, date),
  constraint occurrence_lesson_once unique (org_id, lesson_id)
);
comment on table series.occurrence is 'One date of a series and what became of it. The number of a lesson is its place among the planned ones in order of date, wherever it was moved to.';
comment on column series.occurrence.date is 'The local date that the rule names; it stays when the lesson is moved.';
comment on column series.occurrence.intended_at is 'The instant that the rule means by its local time. A lesson that starts at another was moved by hand.';
comment on column series.occurrence.state is 'A clash waits for somebody to decide it.';
select platform.distribute('series.occurrence');
alter table series.occurrence
  add foreign key (org_id, series_id) references series.series (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id);
select platform.protect('series.occurrence');
create index occurrence_time on series.occurrence (org_id, intended_at);

create schema scheduling;
grant usage on schema scheduling to lessonry_app;

create table scheduling.availability_rule (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  person_id    uuid,
  resource_id  uuid,
  claimant_id  uuid not null generated always as (coalesce(person_id, resource_id)) stored,
  weekday      smallint not null check (weekday between 1 and 7),
  from_minute  smallint not null check (from_minute between 0 and 1439),
  to_minute    smallint not null check (to_minute between 1 and 1440),
  zone         text not null,
  valid_from   date,
  valid_to     date,
  format       text not null default 'both' check (format in ('in_person', 'online', 'both')),
  location_id  uuid,
  check (num_nonnulls(person_id, resource_id) = 1),
  check (from_minute < to_minute),
  check (valid_from <= valid_to),
  primary key (org_id, id)
);
comment on column scheduling.availability_rule.location_id is 'Only lessons at this location; null for any.';
comment on table scheduling.availability_rule is 'When a teacher or a resource can be booked, week by week, in local time of the zone.';
select platform.distribute('scheduling.availability_rule');
alter table scheduling.availability_rule
  add foreign key (org_id, person_id) references people.person (org_id, id),
  add foreign key (org_id, resource_id) references resources.resource (org_id, id),
  add foreign key (org_id, location_id) references resources.location (org_id, id);
select platform.protect('scheduling.availability_rule');
create index availability_rule_claimant on scheduling.availability_rule (org_id, claimant_id);
create index availability_rule_person on scheduling.availability_rule (org_id, person_id);
create index availability_rule_resource on scheduling.availability_rule (org_id, resource_id);
create index availability_rule_location on scheduling.availability_rule (org_id, location_id);

create table scheduling.availability_exception (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  person_id    uuid,
  resource_id  uuid,
  claimant_id  uuid not null generated always as (coalesce(person_id, resource_id)) stored,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  is_available boolean not null,
  reason       text not null default '',
  format       text not null default 'both' check (format in ('in_person', 'online', 'both')),
  location_id  uuid,
  check (num_nonnulls(person_id, resource_id) = 1),
  check (starts_at < ends_at),
  primary key (org_id, id)
);
comment on column scheduling.availability_exception.is_available is 'True adds hours, false takes them away.';
select platform.distribute('scheduling.availability_exception');
alter table scheduling.availability_exception
  add foreign key (org_id, person_id) references people.person (org_id, id),
  add foreign key (org_id, resource_id) references resources.resource (org_id, id),
  add foreign key (org_id, location_id) references resources.location (org_id, id);
select platform.protect('scheduling.availability_exception');
create index availability_exception_claimant on scheduling.availability_exception (org_id, claimant_id, starts_at);
create index availability_exception_person on scheduling.availability_exception (org_id, person_id);
create index availability_exception_resource on scheduling.availability_exception (org_id, resource_id);
create index availability_exception_location on scheduling.availability_exception (org_id, location_id);

create table scheduling.teaching_limit (
  org_id                 uuid not null references organisations.organisation (id),
  id                     uuid not null,
  teacher_id             uuid,
  notice_minutes         integer check (notice_minutes between 0 and 525600),
  furthest_days          integer check (furthest_days between 1 and 730),
  grid_minutes           integer check (grid_minutes between 5 and 240),
  buffer_before_minutes  integer check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes   integer check (buffer_after_minutes between 0 and 240),
  longest_run_minutes    integer check (longest_run_minutes between 15 and 1440),
  break_minutes          integer check (break_minutes between 5 and 480),
  most_lessons           integer check (most_lessons between 1 and 100),
  travel_minutes         integer check (travel_minutes between 0 and 600),
  check (num_nonnulls(longest_run_minutes, break_minutes) in (0, 2)),
  primary key (org_id, id),
  constraint teaching_limit_once unique nulls not distinct (org_id, teacher_id)
);
comment on table scheduling.teaching_limit is 'What a teacher can be asked for. The row without a teacher counts for all of them, wherever their own row says nothing.';
comment on column scheduling.teaching_limit.longest_run_minutes is 'From the beginning of a lesson to the end of the last one that follows without a break of break_minutes.';
comment on column scheduling.teaching_limit.most_lessons is 'On one day of the organisation.';
comment on column scheduling.teaching_limit.travel_minutes is 'From one location to another where resources.travel says nothing.';
select platform.distribute('scheduling.teaching_limit');
alter table scheduling.teaching_limit add foreign key (org_id, teacher_id) references people.person (org_id, id);
select platform.protect('scheduling.teaching_limit');

create table scheduling.lesson (
  org_id         uuid not null references organisations.organisation (id),
  id             uuid not null,
  offering_id    uuid not null,
  teacher_id     uuid not null,
  room_id        uuid,
  format         text not null default 'in_person' check (format in ('in_person', 'online')),
  location_id    uuid,
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  capacity       integer not null check (capacity > 0),
  places_taken   integer not null default 0,
  status         text not null default 'planned' check (status in ('planned', 'cancelled')),
  marked_at      timestamptz,
  created_at     timestamptz not null,
  check (starts_at < ends_at),
  constraint lesson_places check (places_taken between 0 and capacity),
  primary key (org_id, id)
);
comment on column scheduling.lesson.room_id is 'The first room; whatever else it takes is in lesson_resource.';
comment on column scheduling.lesson.places_taken is 'Counts the taken places under the lock of the lesson; held ones are counted when somebody asks, because they expire.';
comment on column scheduling.lesson.marked_at is 'When attendance of everybody in it was complete.';
select platform.distribute('scheduling.lesson');
alter table scheduling.lesson
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, teacher_id) references people.person (org_id, id),
  add foreign key (org_id, room_id) references resources.resource (org_id, id),
  add foreign key (org_id, location_id) references resources.location (org_id, id);
select platform.protect('scheduling.lesson');
create index lesson_time on scheduling.lesson (org_id, starts_at);
create index lesson_offering on scheduling.lesson (org_id, offering_id, starts_at);
create index lesson_teacher on scheduling.lesson (org_id, teacher_id, starts_at);
create index lesson_with_places on scheduling.lesson (org_id, offering_id, starts_at) where status = 'planned' and places_taken < capacity;
create index lesson_room on scheduling.lesson (org_id, room_id, starts_at);
create index lesson_location on scheduling.lesson (org_id, location_id);

create table scheduling.lesson_resource (
  org_id       uuid not null references organisations.organisation (id),
  lesson_id    uuid not null,
  resource_id  uuid not null,
  primary key (org_id, lesson_id, resource_id)
);
comment on table scheduling.lesson_resource is 'The vehicle, the equipment and the further rooms of a lesson.';
select platform.distribute('scheduling.lesson_resource');
alter table scheduling.lesson_resource
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, resource_id) references resources.resource (org_id, id);
select platform.protect('scheduling.lesson_resource');
create index lesson_resource_resource on scheduling.lesson_resource (org_id, resource_id);

create table scheduling.place (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  lesson_id   uuid not null,
  student_id  uuid,
  status      text not null check (status in ('taken', 'held', 'cancelled')),
  held_until  timestamptz,
  created_at  timestamptz not null,
  check ((status = 'held') = (held_until is not null)),
  check (status = 'held' or student_id is not null),
  primary key (org_id, id)
);
comment on table scheduling.place is 'One student at one lesson. A held place counts until it expires, whether or not a job has run.';
select platform.distribute('scheduling.place');
alter table scheduling.place
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id);
select platform.protect('scheduling.place');
create unique index place_once_per_student on scheduling.place (org_id, lesson_id, student_id) where status = 'taken';
create index place_lesson on scheduling.place (org_id, lesson_id);
create index place_student on scheduling.place (org_id, student_id);

create table scheduling.hold (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  primary key (org_id, id)
);
comment on table scheduling.hold is 'Times kept for one request until it is decided; its reservations and places carry the same expiry.';
select platform.distribute('scheduling.hold');
select platform.protect('scheduling.hold');
create index hold_expiry on scheduling.hold (org_id, expires_at);

alter table scheduling.place add column hold_id uuid,
  add foreign key (org_id, hold_id) references scheduling.hold (org_id, id) on delete cascade;
create index place_hold on scheduling.place (org_id, hold_id);

create table scheduling.reservation (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  person_id    uuid,
  resource_id  uuid,
  claimant_id  uuid not null generated always as (coalesce(person_id, resource_id)) stored,
  as_what      text not null check (as_what in ('teacher', 'student', 'resource')),
  during       tstzrange not null check (not isempty(during) and lower_inc(during) and not upper_inc(during)),
  starts_at    timestamptz not null generated always as (lower(during)) stored,
  ends_at      timestamptz not null generated always as (upper(during)) stored,
  before_minutes smallint not null default 0,
  after_minutes  smallint not null default 0,
  exclusive    boolean not null default true,
  held_until   timestamptz,
  lesson_id    uuid,
  hold_id      uuid,
  override_by  uuid,
  override_why text,
  check (num_nonnulls(person_id, resource_id) = 1),
  check (num_nonnulls(lesson_id, hold_id) = 1),
  check ((hold_id is null) = (held_until is null)),
  check ((as_what = 'resource') = (resource_id is not null)),
  primary key (org_id, id)
);
comment on table scheduling.reservation is 'One claim of one teacher, student or resource on one stretch of time, buffers included. The only thing that stops a double booking.';
comment on column scheduling.reservation.before_minutes is 'How much at the beginning of `during` is only kept clear; the lesson itself begins after it.';
comment on column scheduling.reservation.ends_at is 'The end of `during`, and starts_at its beginning: what reads ask for, because indexes serve them under row security.';
comment on column scheduling.reservation.exclusive is 'False only for what a person overruled, and for clashes that came in from an older system.';
select platform.distribute('scheduling.reservation');
alter table scheduling.reservation
  add foreign key (org_id, person_id) references people.person (org_id, id),
  add foreign key (org_id, resource_id) references resources.resource (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, hold_id) references scheduling.hold (org_id, id) on delete cascade,
  add foreign key (org_id, override_by) references people.person (org_id, id);
select platform.protect('scheduling.reservation');

-- Nobody and nothing is in two places at once. Nothing in TypeScript replaces this line.
alter table scheduling.reservation add constraint reservation_no_overlap
  exclude using gist (org_id with =, claimant_id with =, during with &&) where (exclusive);
-- Row security lets no index serve an operator that is not leakproof, and those of ranges are not; comparing two moments is. So whoever reads
-- asks for what ends after one moment and starts before another, and finds everything in the index, however long the past has become.
create index reservation_claimant on scheduling.reservation (org_id, claimant_id, ends_at) include (starts_at, held_until);
create index reservation_held on scheduling.reservation (org_id, ends_at) where held_until is not null;
create index reservation_person on scheduling.reservation (org_id, person_id);
create index reservation_resource on scheduling.reservation (org_id, resource_id);
create index reservation_lesson on scheduling.reservation (org_id, lesson_id);
create index reservation_hold on scheduling.reservation (org_id, hold_id);
create index reservation_override_by on scheduling.reservation (org_id, override_by);

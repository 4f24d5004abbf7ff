create schema groups;
grant usage on schema groups to lessonry_app;

create table groups."group" (
  org_id               uuid not null references organisations.organisation (id),
  id                   uuid not null,
  offering_id          uuid not null,
  name                 text not null check (length(name) between 1 and 160),
  level_from           text not null default '' check (length(level_from) <= 80),
  level_to             text not null default '' check (length(level_to) <= 80),
  age_from             smallint check (age_from between 0 and 120),
  age_to               smallint check (age_to between 0 and 120),
  places               integer not null check (places between 1 and 1000),
  teacher_id           uuid not null,
  room_id              uuid,
  zone                 text not null,
  term_from            date not null,
  term_to              date not null,
  term_price_amount    bigint check (term_price_amount >= 0),
  term_price_currency  text check (term_price_currency ~ '^[A-Z]{3}$'),
  created_at           timestamptz not null,
  check (term_from <= term_to),
  check (age_from <= age_to),
  check ((term_price_amount is null) = (term_price_currency is null)),
  primary key (org_id, id)
);
comment on table groups."group" is 'Students taught together over a term.';
comment on column groups."group".age_from is 'In whole years on the first day of the term, itself included; so is age_to.';
comment on column groups."group".zone is 'IANA zone in which the weekly times are meant.';
comment on column groups."group".term_price_amount is 'What all lessons of the term cost one student; null when each lesson is charged as it is held.';
select platform.distribute('groups."group"');
alter table groups."group"
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, teacher_id) references people.person (org_id, id),
  add foreign key (org_id, room_id) references resources.resource (org_id, id);
select platform.protect('groups."group"');
create index group_name on groups."group" (org_id, name, id);
create index group_offering on groups."group" (org_id, offering_id);
create index group_teacher on groups."group" (org_id, teacher_id);
create index group_room on groups."group" (org_id, room_id);
create index group_term on groups."group" (org_id, term_to);

create table groups.weekly_time (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  group_id     uuid not null,
  weekday      smallint not null check (weekday between 1 and 7),
  from_minute  smallint not null check (from_minute between 0 and 1439),
  primary key (org_id, id),
  constraint weekly_time_once unique (org_id, group_id, weekday, from_minute)
);
select platform.distribute('groups.weekly_time');
alter table groups.weekly_time add foreign key (org_id, group_id) references groups."group" (org_id, id);
select platform.protect('groups.weekly_time');

create table groups.group_lesson (
  org_id     uuid not null references organisations.organisation (id),
  lesson_id  uuid not null,
  group_id   uuid not null,
  primary key (org_id, lesson_id)
);
comment on table groups.group_lesson is 'The lessons of a group. A lesson belongs to one group at most.';
select platform.distribute('groups.group_lesson');
alter table groups.group_lesson
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, group_id) references groups."group" (org_id, id);
select platform.protect('groups.group_lesson');
create index group_lesson_group on groups.group_lesson (org_id, group_id);

create table groups.member (
  org_id          uuid not null references organisations.organisation (id),
  id              uuid not null,
  group_id        uuid not null,
  student_id      uuid not null,
  joined_on       date not null,
  left_on         date,
  lessons_left    integer not null check (lessons_left > 0),
  lessons_in_all  integer not null check (lessons_in_all >= lessons_left),
  price_amount    bigint check (price_amount >= 0),
  price_currency  text check (price_currency ~ '^[A-Z]{3}$'),
  despite_age     boolean not null default false,
  joined_by       uuid,
  created_at      timestamptz not null,
  leaving_reason  text not null default '' check (length(leaving_reason) <= 500),
  check (left_on >= joined_on),
  check ((price_amount is null) = (price_currency is null)),
  primary key (org_id, id)
);
comment on column groups.member.left_on is 'The first day on which the student no longer belongs to it.';
comment on column groups.member.lessons_left is 'Lessons to come when the student joined; with lessons_in_all and the price, what was agreed to.';
select platform.distribute('groups.member');
alter table groups.member
  add foreign key (org_id, group_id) references groups."group" (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, joined_by) references people.person (org_id, id);
select platform.protect('groups.member');
create index member_group on groups.member (org_id, group_id);
create index member_student on groups.member (org_id, student_id);
create index member_joined_by on groups.member (org_id, joined_by);
create unique index member_once on groups.member (org_id, group_id, student_id) where left_on is null;

create table groups.waiting (
  org_id         uuid not null references organisations.organisation (id),
  id             uuid not null,
  group_id       uuid not null,
  student_id     uuid not null,
  rank           integer not null,
  added_at       timestamptz not null,
  added_by       uuid,
  ended_at       timestamptz,
  ended_because  text check (ended_because in ('joined', 'left', 'taken_off', 'declined', 'expired')),
  check ((ended_at is null) = (ended_because is null)),
  primary key (org_id, id)
);
comment on table groups.waiting is 'Who waits for a place in a group, in the order of rank.';
select platform.distribute('groups.waiting');
alter table groups.waiting
  add foreign key (org_id, group_id) references groups."group" (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, added_by) references people.person (org_id, id);
select platform.protect('groups.waiting');
create index waiting_group on groups.waiting (org_id, group_id, rank);
create index waiting_student on groups.waiting (org_id, student_id);
create index waiting_added_by on groups.waiting (org_id, added_by);
create unique index waiting_once on groups.waiting (org_id, group_id, student_id) where ended_at is null;

create table groups.offer (
  org_id          uuid not null references organisations.organisation (id),
  id              uuid not null,
  waiting_id      uuid not null,
  hold_id         uuid,
  from_on         date not null,
  lessons_left    integer not null check (lessons_left > 0),
  lessons_in_all  integer not null check (lessons_in_all >= lessons_left),
  price_amount    bigint check (price_amount >= 0),
  price_currency  text check (price_currency ~ '^[A-Z]{3}$'),
  offered_at      timestamptz not null,
  offered_by      uuid,
  expires_at      timestamptz not null,
  answer          text check (answer in ('accepted', 'declined', 'expired', 'withdrawn')),
  answered_at     timestamptz,
  answered_by     uuid,
  check ((answer is null) = (answered_at is null)),
  check ((price_amount is null) = (price_currency is null)),
  check (offered_at < expires_at),
  primary key (org_id, id)
);
comment on table groups.offer is 'A free place, kept for one family until a deadline. After the deadline it counts as over even if no job has run.';
select platform.distribute('groups.offer');
alter table groups.offer
  add foreign key (org_id, waiting_id) references groups.waiting (org_id, id),
  add foreign key (org_id, hold_id) references scheduling.hold (org_id, id) on delete set null (hold_id),
  add foreign key (org_id, offered_by) references people.person (org_id, id),
  add foreign key (org_id, answered_by) references people.person (org_id, id);
select platform.protect('groups.offer');
create index offer_waiting on groups.offer (org_id, waiting_id);
create index offer_hold on groups.offer (org_id, hold_id);
create index offer_by on groups.offer (org_id, offered_by);
create index offer_answered_by on groups.offer (org_id, answered_by);
create unique index offer_open_once on groups.offer (org_id, waiting_id) where answer is null;
create index offer_expiry on groups.offer (org_id, expires_at) where answer is null;

create table groups.make_up (
  org_id            uuid not null references organisations.organisation (id),
  id                uuid not null,
  student_id        uuid not null,
  missed_lesson_id  uuid not null,
  lesson_id         uuid not null,
  created_by        uuid,
  created_at        timestamptz not null,
  check (missed_lesson_id <> lesson_id),
  primary key (org_id, id),
  constraint make_up_once unique (org_id, student_id, missed_lesson_id)
);
comment on table groups.make_up is 'A place in a lesson of another group, instead of a missed one.';
select platform.distribute('groups.make_up');
alter table groups.make_up
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, missed_lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id),
  add foreign key (org_id, created_by) references people.person (org_id, id);
select platform.protect('groups.make_up');
create index make_up_missed on groups.make_up (org_id, missed_lesson_id);
create index make_up_lesson on groups.make_up (org_id, lesson_id);
create index make_up_created_by on groups.make_up (org_id, created_by);

create schema transfer;
grant usage on schema transfer to lessonry_app;

create table transfer.import_run (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  old_system   text not null check (old_system in ('music-school', 'driving-school', 'tutoring-centre', 'academic-help', 'marketplace')),
  source_name  text not null,
  options      jsonb not null,
  started_at   timestamptz not null,
  finished_at  timestamptz,
  report       jsonb not null default '{}',
  primary key (org_id, id)
);
select platform.distribute('transfer.import_run');
select platform.protect('transfer.import_run');

create table transfer.old_record (
  org_id        uuid not null references organisations.organisation (id),
  id            uuid not null,
  old_system    text not null,
  old_table     text not null,
  old_key       text not null,
  run_id        uuid not null,
  fingerprint   text not null,
  columns       jsonb not null,
  became_kind   text,
  became_id     uuid,
  remarks       jsonb not null default '[]',
  primary key (org_id, id),
  constraint old_record_once unique (org_id, old_system, old_table, old_key)
);
comment on table transfer.old_record is 'Each row of the older database, whole and unchanged, with what it became here and what could not be understood.';
comment on column transfer.old_record.fingerprint is 'SHA-256 of the columns: an import that runs again sees what changed.';
select platform.distribute('transfer.old_record');
alter table transfer.old_record add foreign key (org_id, run_id) references transfer.import_run (org_id, id);
select platform.protect('transfer.old_record');
create index old_record_run on transfer.old_record (org_id, run_id);
create index old_record_became on transfer.old_record (org_id, became_kind, became_id);

create table transfer.report_line (
  org_id     uuid not null references organisations.organisation (id),
  id         uuid not null,
  run_id     uuid not null,
  kind       text not null check (kind in ('merged', 'guessed', 'not_understood', 'clash', 'kept')),
  old_table  text not null,
  old_key    text not null,
  message    text not null,
  arguments  jsonb not null default '{}',
  primary key (org_id, id)
);
comment on column transfer.report_line.message is 'Key of a sentence in messages/transfer.';
select platform.distribute('transfer.report_line');
alter table transfer.report_line add foreign key (org_id, run_id) references transfer.import_run (org_id, id);
select platform.protect('transfer.report_line');
create index report_line_run on transfer.report_line (org_id, run_id, kind, id);

create table booking.enrolment (
  org_id         uuid not null references organisations.organisation (id),
  id             uuid not null,
  offering_id    uuid not null,
  student_id     uuid,
  booking_id     uuid,
  status         text not null check (status in ('active', 'completed', 'cancelled')),
  enrolled_at    timestamptz not null,
  primary key (org_id, id)
);
comment on table booking.enrolment is 'A student on an offering over a period.';
comment on column booking.enrolment.student_id is 'Null only where an older system did not say who.';
select platform.distribute('booking.enrolment');
alter table booking.enrolment
  add foreign key (org_id, offering_id) references catalogue.offering (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, booking_id) references booking.booking (org_id, id);
select platform.protect('booking.enrolment');
create index enrolment_offering on booking.enrolment (org_id, offering_id);
create index enrolment_student on booking.enrolment (org_id, student_id);
create index enrolment_booking on booking.enrolment (org_id, booking_id);

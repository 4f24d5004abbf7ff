create schema people;
grant usage on schema people to lessonry_app;

create table people.person (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  user_id      uuid references identity."user" (id),
  full_name    text not null check (length(full_name) between 1 and 200),
  email        citext,
  phone        text,
  wa_number    text,
  address      text,
  birth_date   date,
  locale       text check (locale in ('en', 'fr', 'id', 'ar')),
  notes        text not null default '',
  is_staff     boolean not null default false,
  left_on      date,
  photo_id     uuid,
  search_text  text not null,
  created_at   timestamptz not null,
  primary key (org_id, id),
  constraint person_one_login unique (org_id, user_id)
);
comment on column people.person.phone is 'E.164 where it could be read so, else as it was written.';
comment on column people.person.search_text is 'Name, e-mail and numbers without accents, spaces in numbers or capitals; written with the row.';
comment on column people.person.notes is 'For the office only.';
select platform.distribute('people.person');
alter table people.person add foreign key (org_id, photo_id) references platform.file (org_id, id);
select platform.protect('people.person');
create index person_photo on people.person (org_id, photo_id);
create index person_user on people.person (user_id);
create index person_name on people.person (org_id, full_name, id);
create index person_email on people.person (org_id, email);
create index person_search on people.person using gin (org_id, search_text gin_trgm_ops) with (fastupdate = off);

-- Row-level security lets no index serve an operator that is not leakproof, and those of trigrams are not. So this one looks up as the owner,
-- in the organisation of the transaction only, and gives ids alone.
create function people.find_people(word text, pattern text) returns setof uuid
language sql stable security definer rows 100
set search_path = public, pg_temp set pg_trgm.word_similarity_threshold = 0.4 set enable_seqscan = off as $$
  select id from people.person
  where org_id = platform.current_org() and (search_text %> word or search_text like pattern)
$$;
-- Comparing trigrams costs far more than the planner believes, hence no sequential scan.
comment on function people.find_people is 'Persons whose search text has a place like the word (a swapped or missing letter in six passes), or fits the pattern.';
revoke execute on function people.find_people from public;
grant execute on function people.find_people to lessonry_app;

create table people.student_profile (
  org_id            uuid not null references organisations.organisation (id),
  person_id         uuid not null,
  experience        text not null default '',
  instrument_owned  boolean,
  preferred_days    smallint[] not null default '{}',
  goals             text not null default '',
  primary key (org_id, person_id)
);
select platform.distribute('people.student_profile');
alter table people.student_profile add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('people.student_profile');

create table people.teacher_profile (
  org_id          uuid not null references organisations.organisation (id),
  person_id       uuid not null,
  bio             text not null default '',
  specialization  text not null default '',
  is_public       boolean not null default true,
  primary key (org_id, person_id)
);
select platform.distribute('people.teacher_profile');
alter table people.teacher_profile add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('people.teacher_profile');

create table people.family (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  name        text not null check (length(name) between 1 and 200),
  created_at  timestamptz not null,
  primary key (org_id, id)
);
comment on table people.family is 'The people who share a billing account.';
select platform.distribute('people.family');
select platform.protect('people.family');
create index family_name on people.family (org_id, name, id);

create table people.family_member (
  org_id     uuid not null references organisations.organisation (id),
  family_id  uuid not null,
  person_id  uuid not null,
  primary key (org_id, person_id),
  constraint family_member_row unique (org_id, family_id, person_id)
);
comment on table people.family_member is 'A person belongs to one family at a time.';
select platform.distribute('people.family_member');
alter table people.family_member
  add foreign key (org_id, family_id) references people.family (org_id, id),
  add foreign key (org_id, person_id) references people.person (org_id, id);
select platform.protect('people.family_member');

create table people.guardianship (
  org_id              uuid not null references organisations.organisation (id),
  id                  uuid not null,
  guardian_id         uuid not null,
  student_id          uuid not null,
  sees_grades         boolean not null default true,
  may_book            boolean not null default true,
  receives_reports    boolean not null default true,
  pays                boolean not null default true,
  is_primary_contact  boolean not null default false,
  confirmed_at        timestamptz,
  confirmed_by        uuid,
  ended_at            timestamptz,
  created_at          timestamptz not null,
  check (guardian_id <> student_id),
  primary key (org_id, id),
  constraint guardianship_once unique (org_id, guardian_id, student_id)
);
comment on column people.guardianship.confirmed_at is 'Nothing of the student is shown to the guardian before this.';
select platform.distribute('people.guardianship');
alter table people.guardianship
  add foreign key (org_id, guardian_id) references people.person (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, confirmed_by) references people.person (org_id, id);
select platform.protect('people.guardianship');
create index guardianship_student on people.guardianship (org_id, student_id);
create index guardianship_confirmed_by on people.guardianship (org_id, confirmed_by);

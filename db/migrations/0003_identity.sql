create schema identity;
grant usage on schema identity to lessonry_app;

-- A login belongs to a human, not to an organisation: one parent may have children at two schools.
create table identity."user" (
  id                 uuid primary key,
  email              citext not null constraint user_email_taken unique,
  password_hash      text,
  email_verified_at  timestamptz,
  locale             text not null default 'en' check (locale in ('en', 'fr', 'id', 'ar')),
  status             text not null default 'active' check (status in ('pending', 'active', 'suspended')),
  created_at         timestamptz not null
);
comment on column identity."user".password_hash is 'argon2id in PHC form; null until a password is chosen.';
grant select, insert, update on identity."user" to lessonry_app;

create table identity.session (
  id            uuid primary key,
  user_id       uuid not null references identity."user" (id),
  token_hash    bytea not null constraint session_token_taken unique,
  created_at    timestamptz not null,
  last_used_at  timestamptz not null,
  expires_at    timestamptz not null,
  user_agent    text not null default '',
  address       text not null default ''
);
comment on column identity.session.token_hash is 'SHA-256 of the opaque token; the token itself is only in the cookie.';
create index session_of_user on identity.session (user_id);
create index session_expiry on identity.session (expires_at);
grant select, insert, update, delete on identity.session to lessonry_app;

create table identity.sign_in_attempt (
  id           uuid primary key,
  account_key  text not null,
  address_key  text not null,
  happened_at  timestamptz not null
);
comment on column identity.sign_in_attempt.address_key is 'The IPv4 address, or the /64 of an IPv6 address.';
create index sign_in_attempt_account on identity.sign_in_attempt (account_key, happened_at);
create index sign_in_attempt_address on identity.sign_in_attempt (address_key, happened_at);
grant select, insert, delete on identity.sign_in_attempt to lessonry_app;

create table identity.membership (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  user_id     uuid not null references identity."user" (id),
  roles       text[] not null check (cardinality(roles) > 0 and roles <@ array['owner', 'office', 'teacher', 'guardian', 'student']),
  status      text not null default 'active' check (status in ('active', 'suspended')),
  created_at  timestamptz not null,
  primary key (org_id, id),
  constraint membership_once unique (org_id, user_id)
);
select platform.distribute('identity.membership');
alter table identity.membership enable row level security;
create policy same_organisation on identity.membership
  using (org_id = platform.current_org()) with check (org_id = platform.current_org());
create policy own_memberships on identity.membership for select using (user_id = platform.current_login());
grant select, insert, update, delete on identity.membership to lessonry_app;
create index membership_user on identity.membership (user_id);

-- A link does one thing for one person until it expires: accept an invitation, choose a new password, follow a booking.
create table identity.link (
  token_hash  bytea primary key,
  org_id      uuid references organisations.organisation (id),
  purpose     text not null check (purpose in ('invitation', 'password-reset', 'email-verification', 'booking', 'place-offer')),
  subject_id  uuid not null,
  email       citext,
  roles       text[] not null default '{}' check (roles <@ array['owner', 'office', 'teacher', 'guardian', 'student']),
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz
);
comment on column identity.link.roles is 'What whoever accepts an invitation becomes.';
comment on column identity.link.subject_id is 'A person for an invitation, a user for a reset, a booking for a booking, an offer for an offered place.';
create index link_organisation on identity.link (org_id);
create index link_subject on identity.link (purpose, subject_id);
grant select, insert, update, delete on identity.link to lessonry_app;

-- The outbox is for the office. A mail that would let its reader take over a login is not: no signed-in request sees it, only the postman.
create policy private_stays_private on platform.mail as restrictive for select
  using (platform.current_login() is null or not starts_with(unique_key, 'private:'));

create schema billing;
grant usage on schema billing to lessonry_app;

create table billing.account (
  org_id             uuid not null references organisations.organisation (id),
  id                 uuid not null,
  purpose            text not null check (purpose in ('receivable', 'income', 'cash', 'bank')),
  family_id          uuid,
  unit               text not null check (unit ~ '^[A-Z]{3}$'),
  balance            bigint not null default 0,
  may_go_below_zero  boolean not null,
  check (may_go_below_zero or balance >= 0),
  check ((purpose = 'receivable') = (family_id is not null)),
  primary key (org_id, id),
  constraint account_once unique nulls not distinct (org_id, purpose, family_id, unit)
);
comment on column billing.account.balance is 'Debits less credits, in the smallest unit; kept in the transaction of each transfer. A receivable above zero is what a family owes.';
select platform.distribute('billing.account');
alter table billing.account add foreign key (org_id, family_id) references people.family (org_id, id);
select platform.protect('billing.account', 'select, insert, update');
create index account_family on billing.account (org_id, family_id);

create table billing.entry (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  cause        text not null check (cause in ('invoice', 'payment', 'refund', 'credit_note', 'correction')),
  subject_id   uuid not null,
  reverses_id  uuid,
  happened_on  date not null,
  recorded_at  timestamptz not null,
  recorded_by  uuid,
  primary key (org_id, id),
  constraint entry_once unique (org_id, cause, subject_id)
);
select platform.distribute('billing.entry');
alter table billing.entry
  add foreign key (org_id, reverses_id) references billing.entry (org_id, id),
  add foreign key (org_id, recorded_by) references people.person (org_id, id);
select platform.protect('billing.entry', 'select, insert');
create index entry_reverses on billing.entry (org_id, reverses_id);
create index entry_recorded_by on billing.entry (org_id, recorded_by);

create table billing.transfer (
  org_id             uuid not null references organisations.organisation (id),
  id                 uuid not null,
  entry_id           uuid not null,
  debit_account_id   uuid not null,
  credit_account_id  uuid not null,
  amount             bigint not null check (amount > 0),
  unit               text not null check (unit ~ '^[A-Z]{3}$'),
  check (debit_account_id <> credit_account_id),
  primary key (org_id, id)
);
comment on table billing.transfer is 'Moves an amount from one account to another, so the ledger sums to zero by construction. Never changed, never deleted.';
select platform.distribute('billing.transfer');
alter table billing.transfer
  add foreign key (org_id, entry_id) references billing.entry (org_id, id),
  add foreign key (org_id, debit_account_id) references billing.account (org_id, id),
  add foreign key (org_id, credit_account_id) references billing.account (org_id, id);
select platform.protect('billing.transfer', 'select, insert');
create index transfer_entry on billing.transfer (org_id, entry_id);
create index transfer_debit on billing.transfer (org_id, debit_account_id);
create index transfer_credit on billing.transfer (org_id, credit_account_id);

create table billing.invoice (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  number       text,
  family_id    uuid not null,
  locale       text not null check (locale in ('en', 'fr', 'id', 'ar')),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  total        bigint not null check (total >= 0),
  issued_on    date,
  due_on       date,
  issued_at    timestamptz,
  issued_by    uuid,
  parties      jsonb,
  logo_id      uuid,
  created_at   timestamptz not null,
  check ((number is null) = (issued_at is null)),
  check ((issued_at is null) = (parties is null)),
  primary key (org_id, id),
  constraint invoice_number_taken unique (org_id, number)
);
comment on column billing.invoice.number is 'From a counter in the transaction that issues, so there are no gaps; a draft has none.';
comment on column billing.invoice.parties is 'Names, addresses and tax numbers as they were when it was issued.';
comment on column billing.invoice.logo_id is 'The logo as it was when it was issued.';
select platform.distribute('billing.invoice');
alter table billing.invoice
  add foreign key (org_id, family_id) references people.family (org_id, id),
  add foreign key (org_id, issued_by) references people.person (org_id, id),
  add foreign key (org_id, logo_id) references platform.file (org_id, id);
select platform.protect('billing.invoice');
-- What was issued stays as it was: to the application's role an issued invoice can be read and nothing else.
create policy issued_is_not_changed on billing.invoice as restrictive for update using (issued_at is null) with check (true);
create policy issued_is_not_deleted on billing.invoice as restrictive for delete using (issued_at is null);
create index invoice_family on billing.invoice (org_id, family_id, id desc);
create index invoice_logo on billing.invoice (org_id, logo_id);
create index invoice_issued_by on billing.invoice (org_id, issued_by);
create index invoice_due on billing.invoice (org_id, due_on);

create table billing.document (
  org_id      uuid not null references organisations.organisation (id),
  invoice_id  uuid not null,
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  made_at     timestamptz not null,
  primary key (org_id, invoice_id)
);
comment on table billing.document is 'The fingerprint of an invoice''s PDF in its own language when it was first made; later ones are compared with it.';
select platform.distribute('billing.document');
alter table billing.document add foreign key (org_id, invoice_id) references billing.invoice (org_id, id);
select platform.protect('billing.document', 'select, insert');

create table billing.charge (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  family_id    uuid not null,
  student_id   uuid not null,
  lesson_id    uuid not null,
  kind         text not null default 'lesson' check (kind in ('lesson', 'cancellation')),
  booking_id   uuid,
  amount       bigint not null check (amount >= 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  decision     jsonb not null,
  created_at   timestamptz not null,
  withdrawn_at timestamptz,
  check ((kind = 'cancellation') = (booking_id is not null)),
  primary key (org_id, id)
);
comment on table billing.charge is 'What one lesson costs one student, decided when attendance was recorded; or what cancelling it too late costs.';
comment on column billing.charge.booking_id is 'The booking that was cancelled too late: a fee is charged once for it.';
comment on column billing.charge.decision is 'The rule, its version and its inputs: the answer to "why this much?".';
select platform.distribute('billing.charge');
alter table billing.charge
  add foreign key (org_id, family_id) references people.family (org_id, id),
  add foreign key (org_id, student_id) references people.person (org_id, id),
  add foreign key (org_id, lesson_id) references scheduling.lesson (org_id, id);
select platform.protect('billing.charge');
create unique index charge_once on billing.charge (org_id, lesson_id, student_id) where withdrawn_at is null and kind = 'lesson';
create unique index cancellation_charged_once on billing.charge (org_id, booking_id) where withdrawn_at is null and kind = 'cancellation';
create index charge_lesson on billing.charge (org_id, lesson_id);
create index charge_family on billing.charge (org_id, family_id);
create index charge_student on billing.charge (org_id, student_id);

create table billing.invoice_line (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  invoice_id   uuid not null,
  position     integer not null check (position > 0),
  charge_id    uuid,
  description  text not null check (length(description) between 1 and 500),
  student_name text not null default '',
  happened_at  timestamptz,
  quantity     integer not null default 1 check (quantity > 0),
  unit_amount  bigint not null check (unit_amount >= 0),
  amount       bigint not null check (amount = unit_amount * quantity),
  primary key (org_id, id),
  constraint invoice_line_position unique (org_id, invoice_id, position)
);
select platform.distribute('billing.invoice_line');
alter table billing.invoice_line
  add foreign key (org_id, invoice_id) references billing.invoice (org_id, id) on delete cascade,
  add foreign key (org_id, charge_id) references billing.charge (org_id, id);
select platform.protect('billing.invoice_line');
-- A charge is on one invoice only.
create unique index invoice_line_charge_once on billing.invoice_line (org_id, charge_id) where charge_id is not null;
create index invoice_line_charge on billing.invoice_line (org_id, charge_id);

create table billing.payment (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  family_id    uuid not null,
  method       text not null check (method in ('cash', 'transfer')),
  amount       bigint not null check (amount > 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  received_on  date not null,
  reference    text not null default '',
  recorded_by  uuid,
  recorded_at  timestamptz not null,
  primary key (org_id, id)
);
select platform.distribute('billing.payment');
alter table billing.payment
  add foreign key (org_id, family_id) references people.family (org_id, id),
  add foreign key (org_id, recorded_by) references people.person (org_id, id);
select platform.protect('billing.payment', 'select, insert');
create index payment_family on billing.payment (org_id, family_id, id desc);
create index payment_recorded_by on billing.payment (org_id, recorded_by);

create table billing.allocation (
  org_id      uuid not null references organisations.organisation (id),
  id          uuid not null,
  payment_id  uuid not null,
  invoice_id  uuid not null,
  amount      bigint not null check (amount > 0),
  created_at  timestamptz not null,
  primary key (org_id, id)
);
comment on table billing.allocation is 'Which payment pays which invoice. What is not allocated is the family''s balance.';
select platform.distribute('billing.allocation');
alter table billing.allocation
  add foreign key (org_id, payment_id) references billing.payment (org_id, id),
  add foreign key (org_id, invoice_id) references billing.invoice (org_id, id);
select platform.protect('billing.allocation', 'select, insert');
create index allocation_payment on billing.allocation (org_id, payment_id);
create index allocation_invoice on billing.allocation (org_id, invoice_id);

create table billing.refund (
  org_id       uuid not null references organisations.organisation (id),
  id           uuid not null,
  payment_id   uuid not null,
  amount       bigint not null check (amount > 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  method       text not null check (method in ('cash', 'transfer')),
  refunded_on  date not null,
  reason       text not null default '',
  recorded_by  uuid,
  recorded_at  timestamptz not null,
  primary key (org_id, id)
);
comment on table billing.refund is 'Money given back out of what a payment has not allocated to invoices.';
select platform.distribute('billing.refund');
alter table billing.refund
  add foreign key (org_id, payment_id) references billing.payment (org_id, id),
  add foreign key (org_id, recorded_by) references people.person (org_id, id);
select platform.protect('billing.refund', 'select, insert');
create index refund_payment on billing.refund (org_id, payment_id);
create index refund_recorded_by on billing.refund (org_id, recorded_by);

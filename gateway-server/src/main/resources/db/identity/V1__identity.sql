-- The state of the identity gateway: one SQL for H2 (MODE=PostgreSQL) and PostgreSQL.
-- Times are milliseconds since 1970 UTC. Columns named sealed are AES-256-GCM under a data key;
-- columns ending in _mac are HMAC-SHA256 under a key that lies here only encrypted; columns ending
-- in _hash are SHA-256 of 256 random bits. docs/reference/identity-data.md tells table by table
-- what, why, how long, and who sees it.

-- Data keys, encrypted under the master key, which is a file elsewhere. Kept as long as anything
-- sealed under them may exist.
create table data_key (
  id integer primary key,
  sealed bytea not null,
  created_at bigint not null
);

-- Keys that are no signing keys: for pseudonyms, look-ups and the audit log. Kept for good.
create table secret_key (
  purpose varchar(20) not null,
  version integer not null,
  sealed bytea not null,
  created_at bigint not null,
  primary key (purpose, version)
);

-- Counts changes that other nodes must see within seconds. One row for each cache.
create table change_mark (
  name varchar(40) primary key,
  changes bigint not null
);
insert into change_mark (name, changes) values ('registry', 0);
insert into change_mark (name, changes) values ('signing-keys', 0);

-- Every state that the registry ever had: no personal data but names of staff. Kept for good.
create table registry_revision (
  revision bigint primary key,
  version varchar(200),
  document varchar(1000000) not null,
  reason varchar(2000) not null,
  proposed_by varchar(200) not null,
  approved_by varchar(200),
  made_at bigint not null
);
create unique index registry_revision_version on registry_revision (version);

-- Changes that wait for a second person. Deleted when approved or rejected, or after 90 days.
create table registry_proposal (
  id varchar(22) primary key,
  base bigint not null,
  document varchar(1000000) not null,
  reason varchar(2000) not null,
  proposed_by varchar(200) not null,
  proposed_at bigint not null
);

-- Citizens: a random id and nothing else. Those who became one have the same root, which is one of
-- them. Deleted with the last link, or when erased.
create table citizen (
  id varchar(22) primary key,
  root varchar(22) not null,
  created_at bigint not null
);
create index citizen_root on citizen (root);

-- Accounts at home issuers, by the HMAC of their subject. Deleted by the citizen, or three years
-- after the last use and at least 30 days after a notice.
create table home_link (
  id varchar(22) primary key,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  issuer varchar(64) not null,
  subject_mac bytea not null,
  assurance smallint not null,
  means varchar(200),
  created_at bigint not null,
  last_used_at bigint not null,
  noticed_at bigint
);
create unique index home_link_subject on home_link (issuer, subject_mac);
create index home_link_citizen on home_link (citizen_id);
create index home_link_used on home_link (last_used_at);

-- What a sector calls a citizen. Stored at first use; deleted with the citizen.
create table pseudonym (
  sector varchar(200) not null,
  subject_mac bytea not null,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  sealed bytea not null,
  key_version integer not null,
  created_at bigint not null,
  primary key (sector, subject_mac)
);
create unique index pseudonym_citizen on pseudonym (citizen_id, sector);

-- Who is signed in. Deleted when the session ends: 15 minutes idle, 12 hours in all. The sealed
-- part holds the attributes, which are nowhere else.
create table citizen_session (
  id varchar(22) primary key,
  cookie_hash bytea not null,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  issuer varchar(64) not null,
  assurance smallint not null,
  authenticated_at bigint not null,
  home_sid_mac bytea,
  sealed bytea not null,
  created_at bigint not null,
  last_used_at bigint not null
);
create unique index citizen_session_cookie on citizen_session (cookie_hash);
create index citizen_session_citizen on citizen_session (citizen_id);
create index citizen_session_home on citizen_session (issuer, home_sid_mac);
create index citizen_session_used on citizen_session (last_used_at);
create index citizen_session_created on citizen_session (created_at);

-- Services that took part in a session. Deleted with it.
create table session_client (
  session_id varchar(22) not null references citizen_session (id) on delete cascade,
  client_id varchar(200) not null,
  sid_hash bytea not null,
  sealed bytea not null,
  primary key (session_id, client_id)
);
create unique index session_client_sid on session_client (client_id, sid_hash);

-- Services that must be told that a session ended. Deleted when told, or a day after.
create table logout_delivery (
  id varchar(22) primary key,
  client_id varchar(200) not null,
  sealed bytea not null,
  attempts integer not null,
  ended_at bigint not null,
  due_at bigint not null
);
create index logout_delivery_due on logout_delivery (due_at);

-- Sign-ins at services under way. Deleted 30 minutes after their start.
create table sign_in (
  id varchar(22) primary key,
  version bigint not null,
  state varchar(20) not null,
  browser_hash bytea not null,
  home_state_hash bytea,
  sealed bytea not null,
  created_at bigint not null,
  expires_at bigint not null
);
create unique index sign_in_home_state on sign_in (home_state_hash);
create index sign_in_expiry on sign_in (expires_at);

-- Pushed authorization requests. Deleted when taken, or after 60 seconds.
create table pushed_request (
  uri_hash bytea primary key,
  client_id varchar(200) not null,
  sealed bytea not null,
  expires_at bigint not null
);
create index pushed_request_expiry on pushed_request (expires_at);

-- What citizens released or refused: names of attributes, never values. Deleted two years after
-- the consent ended, or with the citizen.
create table consent (
  id varchar(22) primary key,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  client_id varchar(200) not null,
  purpose varchar(2000) not null,
  attributes varchar(4000) not null,
  assurance smallint not null,
  text_version varchar(200) not null,
  portal_to_portal boolean not null,
  granted boolean not null,
  decided_at bigint not null,
  expires_at bigint,
  withdrawn_at bigint,
  ends_at bigint not null
);
create index consent_citizen on consent (citizen_id, client_id);
create index consent_end on consent (ends_at);

-- What a client was allowed; tokens belong to one. Deleted when revoked or expired, or with the
-- session, the citizen, or the grant that it was exchanged from.
create table token_grant (
  id varchar(22) primary key,
  client_id varchar(200) not null,
  citizen_id varchar(22) references citizen (id) on delete cascade,
  session_id varchar(22) references citizen_session (id) on delete cascade,
  consent_id varchar(22),
  parent_id varchar(22) references token_grant (id) on delete cascade,
  sealed bytea,
  created_at bigint not null,
  expires_at bigint not null,
  issuer varchar(64)
);
create index token_grant_issuer on token_grant (issuer);
create index token_grant_client on token_grant (client_id);
create index token_grant_citizen on token_grant (citizen_id);
create index token_grant_session on token_grant (session_id);
create index token_grant_consent on token_grant (consent_id);
create index token_grant_parent on token_grant (parent_id);
create index token_grant_expiry on token_grant (expires_at);

-- Tokens by the hash of their text. Deleted with their grant, or a day after they expired: until
-- then a second use of a code or refresh token can be told from an unknown one.
create table token (
  token_hash bytea primary key,
  kind varchar(10) not null,
  grant_id varchar(22) not null references token_grant (id) on delete cascade,
  sealed bytea,
  issued_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  successor_hash bytea,
  successor_sealed bytea
);
create index token_of_grant on token (grant_id);
create index token_expiry on token (expires_at);

-- What may be used once or a few times, such as a jti. Deleted when it has expired.
create table one_use (
  kind varchar(40) not null,
  key_hash bytea not null,
  uses integer not null,
  expires_at bigint not null,
  primary key (kind, key_hash)
);
create index one_use_expiry on one_use (expires_at);

-- The gateway's signing keys. Deleted when they leave the key set, except the name of a removed
-- one, lest it comes back from a file.
create table signing_key (
  kid varchar(200) primary key,
  algorithm varchar(10) not null,
  sealed bytea,
  imported boolean not null,
  removed boolean not null,
  published_at bigint not null,
  signs_from bigint not null,
  signs_until bigint,
  published_until bigint
);

-- The key under which the audit log's personal fields of one citizen are readable. Deleted with
-- the citizen; then nobody can read them.
create table audit_person (
  id varchar(22) primary key,
  citizen_id varchar(22) not null references citizen (id) on delete cascade,
  sealed bytea not null,
  created_at bigint not null
);
create unique index audit_person_citizen on audit_person (citizen_id);

-- What happened. Rows are only added, and deleted by whole days: log AUDIT after two years,
-- SECURITY after 90 days, TECHNICAL after 14.
create table audit_event (
  log_name varchar(10) not null,
  log_day integer not null,
  node varchar(40) not null,
  lane integer not null,
  seq integer not null,
  happened_at bigint not null,
  event_type varchar(100) not null,
  outcome varchar(200) not null,
  person varchar(22),
  sign_in_id varchar(22),
  client_id varchar(200),
  policy_revision bigint not null,
  rule_id varchar(200),
  details varchar(100000) not null,
  personal bytea,
  previous_hash bytea not null,
  row_hash bytea not null,
  primary key (log_name, log_day, node, lane, seq)
);
create index audit_event_person on audit_event (person);

-- Signed ends of all chains of a day, each naming the one before it. Nothing personal. Kept for
-- good, so that a day that is missing is missed.
create table audit_anchor (
  log_name varchar(10) not null,
  number bigint not null,
  log_day integer not null,
  made_at bigint not null,
  signed varchar(1000000) not null,
  primary key (log_name, number)
);
create index audit_anchor_day on audit_anchor (log_name, log_day);

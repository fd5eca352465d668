package de.landbruecke.server.account;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of BundID by their object identifiers. Those without a claim are keys of this
 * side, or nothing that a service could ask for: they never become an {@link AttributeName}.
 */
enum BundIdAttribute {
  /** The stable pseudonym for this gateway: by it an account is known again. */
  BPK2("1.3.6.1.4.1.25484.494450.3", "bPK2", null),
  BPK("1.2.40.0.10.2.1.1.149", "bPK", null),
  PSEUDONYM("1.2.40.0.10.2.1.1.226699", "pseudonym", null),
  MAILBOX("2.5.4.18", "legacyPostkorbHandle", null),
  /** How the citizen signed in. */
  PROVED_BY("1.3.6.1.4.1.25484.494450.2", "AssertionProvedBy", null),
  GIVEN_NAME("2.5.4.42", "givenName", "given_name"),
  SURNAME("2.5.4.4", "surname", "family_name"),
  BIRTH_NAME("1.2.40.0.10.2.1.1.225566", "birthName", "birth_family_name"),
  TITLE("0.9.2342.19200300.100.1.40", "personalTitle", "title"),
  BIRTHDATE("1.2.40.0.10.2.1.1.55", "birthdate", "birthdate"),
  PLACE_OF_BIRTH("1.3.6.1.5.5.7.9.2", "placeOfBirth", "place_of_birth"),
  NATIONALITY("1.2.40.0.10.2.1.1.225577", "nationality", "nationalities"),
  GENDER("1.3.6.1.4.1.33592.1.3.5", "gender", "gender"),
  STREET("2.5.4.16", "postalAddress", "address"),
  POSTAL_CODE("2.5.4.17", "postalCode", "address"),
  TOWN("2.5.4.7", "localityName", "address"),
  COUNTRY("1.2.40.0.10.2.1.1.225599", "country", "address"),
  MAIL("0.9.2342.19200300.100.1.3", "mail", "email"),
  TELEPHONE("2.5.4.20", "telephoneNumber", "phone_number");

  private final String uri;
  private final String friendlyName;
  private final @Nullable String claim;

  BundIdAttribute(String identifier, String friendlyName, @Nullable String claim) {
    this.uri = "urn:oid:" + identifier;
    this.friendlyName = friendlyName;
    this.claim = claim;
  }

  /** Its name in messages. */
  String uri() {
    return uri;
  }

  /** What people call it; never read. */
  String friendlyName() {
    return friendlyName;
  }

  /** The attribute of ours that it is, or is part of; null: none. */
  @Nullable String claim() {
    return claim;
  }

  /** By exactly this name. */
  static Optional<BundIdAttribute> of(String uri) {
    return Arrays.stream(values()).filter(each -> each.uri.equals(uri)).findFirst();
  }
}

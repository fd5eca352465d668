package de.landbruecke.server.pages;

import de.landbruecke.catalog.PublicOrganization;
import de.landbruecke.server.shared.WebLink;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is responsible at the place.
 *
 * @param name its name
 * @param address lines of the postal address
 * @param phone for people; null where not known
 * @param phoneHref null where the telephone number is none that can be dialled
 * @param email for people; null where not known
 * @param emailHref null where the address is none that mail can be sent to
 * @param hours lines of the opening hours
 * @param page its page; null where not known
 * @param demonstration whether it is invented
 */
record OfficeView(
    Text name,
    List<String> address,
    @Nullable String phone,
    @Nullable String phoneHref,
    @Nullable String email,
    @Nullable String emailHref,
    List<String> hours,
    @Nullable WebLink page,
    boolean demonstration) {

  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{2,20}");
  private static final Pattern MAIL =
      Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,8}");

  /** Copies the lists. */
  OfficeView {
    address = List.copyOf(address);
    hours = List.copyOf(hours);
  }

  static OfficeView of(PublicOrganization office, String language) {
    String phone = line(office.phone());
    String email = line(office.email());
    return new OfficeView(
        Text.title(office.title(), language),
        lines(office.address()),
        phone,
        phone == null ? null : phoneHref(phone),
        email,
        email == null ? null : emailHref(email),
        lines(office.openingHours()),
        WebLink.of(office.url()),
        office.demonstration());
  }

  /** Whether more than the name is known. */
  boolean hasDetails() {
    return demonstration
        || phone != null
        || email != null
        || page != null
        || !address.isEmpty()
        || !hours.isEmpty();
  }

  private static List<String> lines(List<String> texts) {
    return texts.stream().map(Text::line).filter(line -> !line.isEmpty()).toList();
  }

  private static @Nullable String line(@Nullable String text) {
    String line = text == null ? "" : Text.line(text, Text.LONGEST_TITLE);
    return line.isEmpty() ? null : line;
  }

  /** Null where no mail can be sent to the address as it stands. */
  static @Nullable String emailHref(String address) {
    return MAIL.matcher(address).matches() ? "mailto:" + address : null;
  }

  /** Null where the number cannot be dialled as it stands. */
  static @Nullable String phoneHref(String phone) {
    String digits = phone.replaceAll("\\(0\\)|[\\s/().–-]", "");
    return NUMBER.matcher(digits).matches() ? "tel:" + digits : null;
  }
}

// Sends the form that leads to a portal, which the button does without scripts.

const form = document.querySelector("form#leave");
if (form !== null) {
  form.submit();
}

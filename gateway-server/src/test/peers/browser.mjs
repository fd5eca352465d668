/** As much of a browser as the sign-in pages need: cookies, redirects and forms, no scripts. */
export class Browser {
  #cookies = new Map();

  /**
   * Follows redirects from `address` to a page, or until the browser is sent to an address that
   * starts with `end`: that is not fetched, and the answer is its `url` alone.
   */
  async open(address, end, body) {
    let url = new URL(address);
    for (let hops = 0; hops < 20; hops++) {
      if (url.href.startsWith(end)) {
        return { url };
      }
      const response = await fetch(url, {
        redirect: 'manual',
        method: body ? 'POST' : 'GET',
        body,
        headers: { cookie: this.#cookieHeader(url), ...(body && { origin: url.origin }) },
      });
      this.#keepCookies(url, response);
      const location = response.headers.get('location');
      if (!location) {
        return { url, status: response.status, body: await response.text(), end };
      }
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`too many redirects, the last to ${url.origin}${url.pathname}`);
  }

  /** Presses the button `id` of a page, with what was typed or ticked in its form. */
  async press(page, id, values = {}) {
    const form = [...(page.body ?? '').matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find(([text]) =>
      text.includes(`id="${id}"`),
    );
    if (!form) {
      throw new Error(`no button ${id} at ${page.url.origin}${page.url.pathname} (${page.status})`);
    }
    const fields = new URLSearchParams();
    for (const [tag] of form[2].matchAll(/<(?:input|button)\b[^>]*>/g)) {
      const { type, name, value, id: own } = attributes(tag);
      if (name && (type === 'hidden' || own === id)) {
        fields.append(name, value);
      }
    }
    for (const [name, value] of Object.entries(values)) {
      fields.append(name, value);
    }
    return this.open(new URL(attributes(form[1]).action, page.url), page.end, fields);
  }

  #cookieHeader(url) {
    return [...(this.#cookies.get(url.hostname) ?? [])].map((pair) => pair.join('=')).join('; ');
  }

  #keepCookies(url, response) {
    const jar = this.#cookies.get(url.hostname) ?? new Map();
    this.#cookies.set(url.hostname, jar);
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/;\s*max-age=0/i.test(line)) {
        jar.delete(name);
      } else {
        jar.set(name, value);
      }
    }
  }
}

function attributes(tag) {
  const found = [...tag.matchAll(/([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(
    found.map(([, name, value]) => [name, value.replaceAll('&#34;', '"').replaceAll('&amp;', '&')]),
  );
}

/** Who a patch is from, as git says it in `git var GIT_AUTHOR_IDENT`. */
export interface Author {
  /** `Name <address>`. */
  readonly name: string;
  /** Seconds since 1970 and the zone, as in `1032739200 +0000`. */
  readonly date: string;
}

/** One patch as a mail that `git am` takes. The diff's bytes go through as they are, whatever the encoding of the sources. */
export function mail(
  part: { readonly subject: string; readonly body: string; readonly diff: string },
  place: { readonly nth: number; readonly of: number },
  about: { readonly author: Author; readonly version: string },
): Uint8Array {
  const width = String(place.of).length;
  const nth = String(place.nth).padStart(width, '0');
  const head = [
    // What git writes itself: the fixed date marks the line as made by format-patch.
    'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001',
    `From: ${about.author.name}`,
    `Date: ${mailDate(about.author.date)}`,
    `Subject: [PATCH${place.of === 1 ? '' : ` ${nth}/${place.of}`}] ${part.subject}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    part.body,
    '---',
    '',
  ].join('\n');
  return Buffer.concat([
    Buffer.from(head),
    Buffer.from(part.diff, 'latin1'),
    Buffer.from(`-- \nfreehandle ${about.version}\n\n`),
  ]);
}

function mailDate(date: string): string {
  const [seconds = '0', zone = '+0000'] = date.split(' ');
  const minutes = Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  const there = new Date((Number(seconds) + minutes * 60) * 1000);
  return there.toUTCString().replace(/GMT$/, zone);
}

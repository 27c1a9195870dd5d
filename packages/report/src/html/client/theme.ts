import { h } from './element.ts';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const KEY = 'freehandle-theme';

/** A button that goes through the reader's own setting, light, and dark; the choice is kept where the browser allows. */
export function themeButton(): HTMLElement {
  let theme = stored();
  const button = h('button', { type: 'button', class: 'theme' });
  const show = (): void => {
    document.documentElement.dataset['theme'] = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    store(theme);
    show();
  });
  show();
  return button;
}

function stored(): Theme {
  try {
    return themes.find((one) => one === localStorage.getItem(KEY)) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the page works without
  }
}

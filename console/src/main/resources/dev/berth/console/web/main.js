// Puts the pages together.
import {render} from './preact.mjs';
import {html} from './parts.js';
import {Shell} from './shell.js';

render(html`<${Shell} />`, document.getElementById('console'));

import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ground.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Pages } from './pages';
import { admitStyles } from './safe-styles';

/* Where the staff pages begin. */

const nonce = admitStyles();
const place = document.getElementById('root');
if (!place) throw new Error('The page has no place for its content.');
createRoot(place).render(
  <StrictMode>
    <Pages nonce={nonce} />
  </StrictMode>,
);

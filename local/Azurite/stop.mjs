// Loaded into Azurite before Azurite itself.
import { watchFile } from 'node:fs';

// Azurite listens for one SIGTERM only: a second one would end it in the middle of saving. Now it may be asked twice.
process.on('SIGTERM', () => {});

// Windows has no SIGTERM; there the appearance of a file asks Azurite to stop.
const stopFile = process.env.ZUPERCONNECT_STOP_FILE;
if (stopFile) {
  watchFile(stopFile, { persistent: false, interval: 200 }, file => {
    if (file.nlink > 0) process.emit('SIGTERM', 'SIGTERM');
  });
}

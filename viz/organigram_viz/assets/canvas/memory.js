// Where nodes stood and what was in sight, for as long as the browser's tab is open: a drawing that comes back looks as it was left.
const KEY = "organigram-drawings";
const KEPT = 12;

function all() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }  // a reader may forbid storage
}

export function recall(identity) {
  return all()[identity] ?? { at: {} };
}

export function remember(drawing) {
  // One that has left the page no longer knows what was in sight.
  if (!drawing.network || !drawing.frame.dataset.settled || !drawing.canvas.clientWidth) return;
  const at = { ...drawing.memory.at };
  for (const [id, place] of Object.entries(drawing.network.getPositions())) at[id] = [Math.round(place.x), Math.round(place.y)];
  drawing.memory = { at, scale: drawing.network.getScale(), centre: drawing.network.getViewPosition() };
  const kept = Object.entries(all()).filter(([name]) => name !== drawing.identity).slice(1 - KEPT);
  try { sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...kept, [drawing.identity, drawing.memory]]))); } catch { /* as above */ }
}

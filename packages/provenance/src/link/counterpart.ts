/** Words by which the kernel names what makes and what unmakes; each is left out when names are compared. */
const MAKING =
  /^(?:alloc|allocate|init|initialise|initialize|create|setup|get|open|probe|start|add|new|make|build|prepare|request|attach|load|enable|up)$/;
const UNMAKING =
  /^(?:free|dealloc|deallocate|deinit|uninit|fini|exit|destroy|delete|del|remove|cleanup|clean|teardown|release|put|close|stop|unload|disable|detach|down|unmake)$/;

/** Whether one function is by its name the other's opposite: `ring_rx_alloc` and `ring_rx_free`. */
export function isCounterpart(making: string, unmaking: string): boolean {
  const made = subjectOf(making, MAKING);
  const unmade = subjectOf(unmaking, UNMAKING);
  return made !== null && unmade !== null && made === unmade;
}

/** The words of a name but for the verb; null when it has none of these verbs. */
function subjectOf(name: string, verb: RegExp): string | null {
  const words = name.toLowerCase().split('_').filter(Boolean);
  const subject = words.filter((word) => !verb.test(word));
  return subject.length < words.length && subject.length > 0 ? subject.join('_') : null;
}

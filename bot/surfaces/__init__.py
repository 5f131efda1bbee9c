"""Where our people work: each surface turns a click into an actor and a verb, and renders what views return."""

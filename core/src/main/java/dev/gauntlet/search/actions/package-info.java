/** Evasion by edits of raw records that an attacker can really make: features follow by the assembly. */
@NullMarked
package dev.gauntlet.search.actions;

import org.jspecify.annotations.NullMarked;

/// Where mail for an address goes, step by step, each step said in words.
///
/// [Router#route] is a pure function from an address to a [Route]: local domains, aliases,
/// `.forward` files and folders for what lives here, the table of routes, smarthosts and the DNS
/// for everything else. What it has to know of this machine it asks a [Directory], so that a test
/// can answer in its place. It looks up no name and connects to nobody: who follows a [Way] does
/// that.
///
/// No address is ever taken for a file or a command. Those come from aliases and `.forward` files
/// alone, are followed only where [Permission] says so, and a command has its words and no shell.
///
/// Start reading at [Router]; then [Item], what an alias stands for, and [Way], what comes of it.
@NullMarked
package hazel.route;

import org.jspecify.annotations.NullMarked;

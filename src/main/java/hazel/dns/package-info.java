/// How mail for a domain travels, asked of the DNS: the port [Resolver] and what it answers; where
/// a sender would go and in which order ([MailRoute]); and what is wrong with a domain, an address
/// or a zone file, each common error by its name ([Fault]).
///
/// Whatever another's name server says is hostile: a name is kept in the form of RFC 1035 section
/// 5.1, in which no octet outside ASCII is left, lists are bounded, and texts go as they are to
/// whoever shows them, who makes them harmless. Questions block, and end when the time that was
/// given for all of them together is over ([Deadline]); a question is never a reason to throw.
///
/// [MailRoute] is a pure function on answers. The relay routes by it, and `hazel dns` explains with
/// it, so both say the same. Only [WireResolver] and [RecordSyntax] know the library, dnsjava. It
/// brings a resolver for all of Java besides; [SystemNames] is there before it.
///
/// Start reading at [Answer], then [MailRoute], then [DomainInspection].
@NullMarked
package hazel.dns;

import org.jspecify.annotations.NullMarked;

using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>The address of one mailbox. Immutable.</summary>
/// <param name="Local">The part before the <c>@</c>, in lower case, since hardly a server distinguishes case.</param>
/// <param name="Domain">The name of the domain, see <see cref="HostReader"/>.</param>
internal sealed record EmailAddress(string Local, string Domain) : ICelOpaque
{
    public const string Name = "email";
    private const int MaxChars = 254;
    private const int MaxLocalChars = 64;

    public string TypeName => Name;

    /// <summary>Reads one bare address; null with a problem for every form that mail programs read differently.</summary>
    public static EmailAddress? Read(string text, out string problem)
    {
        var at = text.IndexOf('@');
        problem = text.Length > MaxChars ? "the address is longer than 254 characters"
            : at < 0 || at != text.LastIndexOf('@') ? "the text is not one address with one `@`"
            : !IsLocal(text[..at]) ? "the part before the `@` is not 1 to 64 letters, digits and `_+-'=~`, with single dots between them"
            : "";
        if (problem.Length > 0 || HostReader.ReadName(text[(at + 1)..], out problem) is not { } domain)
        {
            return null;
        }

        problem = HostReader.IsIPv4(domain) ? "the domain is an address of a machine" : "";
        return problem.Length > 0 ? null : new EmailAddress(text[..at].ToLowerInvariant(), domain);
    }

    // Left out are quotes and comments, and `%` and `!`, which name further hops, and what begins an encoded word.
    private static bool IsLocal(string text) => text.Length <= MaxLocalChars
        && text.Split('.').All(atom => atom.Length > 0 && atom.All(unit => char.IsAsciiLetterOrDigit(unit) || "_+-'=~".Contains(unit)));
}

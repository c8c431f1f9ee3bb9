using KernelGuard.Calls;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Checks that what a set declares under a name is declared once.</summary>
internal static class UniqueNames
{
    public static void Check(IEnumerable<Located<string>> names, string code, string what, string help, DiagnosticBag bag)
    {
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var (name, span) in names)
        {
            if (!seen.TryAdd(name, span))
            {
                var first = seen[name];
                bag.Error(code, span, $"{what} {QuotedText.Quote(name)} is declared twice: first in {first.Source.Name}, line {first.Line}", help);
            }
        }
    }
}

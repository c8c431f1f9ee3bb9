using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>Names of <c>vars</c> and counters can be written after a dot, and there are not too many.</summary>
internal sealed partial class VariableNameValidator : IPolicyValidator
{
    /// <summary>Each variable is checked against all before it, so the work grows with the square of their number.</summary>
    public const int MaxVariables = 100;

    // Words that CEL keeps for itself: `vars.in` would not parse.
    private static readonly string[] Reserved = ["true", "false", "null", "in"];

    public void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var document in documents)
        {
            foreach (var (name, span) in document.Variables.Select(variable => variable.Name).Concat(document.Counters.Select(counter => counter.Name)))
            {
                if (!Pattern().IsMatch(name) || Reserved.Contains(name))
                {
                    bag.Error(
                        DiagnosticCodes.InvalidName,
                        span,
                        $"{QuotedText.Quote(name)} is no name of a variable or counter",
                        "names begin with a letter or `_` and go on with those and digits, 64 characters at most");
                }
            }

            if (document.Variables.Length > MaxVariables)
            {
                bag.Error(
                    DiagnosticCodes.OutOfRange,
                    document.Variables[MaxVariables].Name.Span,
                    $"the document has {document.Variables.Length} variables: the limit is {MaxVariables}");
            }

            if (document.Counters.Length > MaxVariables)
            {
                bag.Error(
                    DiagnosticCodes.OutOfRange,
                    document.Counters[MaxVariables].Name.Span,
                    $"the document has {document.Counters.Length} counters: the limit is {MaxVariables}");
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

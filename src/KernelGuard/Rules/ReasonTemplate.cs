using System.Collections.Immutable;
using System.Text;
using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>A reason with CEL in braces, such as <c>Refunds over {vars.cap} need a person</c>.</summary>
/// <param name="Texts">The text before each expression and after the last: one more than there are expressions.</param>
/// <param name="Expressions">The expressions.</param>
internal sealed record ReasonTemplate(ImmutableArray<string> Texts, ImmutableArray<CelProgram> Expressions)
{
    private const int MaxChars = 500;

    /// <summary>The reason in words. Strings in it are quoted, escaped and bounded, since a model may have written them.</summary>
    public string Render(DecisionActivation activation)
    {
        if (Expressions.IsEmpty)
        {
            return Texts[0];
        }

        var text = new StringBuilder(Texts[0]);
        for (var i = 0; i < Expressions.Length; i++)
        {
            text.Append(Render(Expressions[i].Evaluate(activation))).Append(Texts[i + 1]);
        }

        return text.Length <= MaxChars ? text.ToString() : Cut(text);
    }

    private static string Cut(StringBuilder text)
    {
        var length = char.IsHighSurrogate(text[MaxChars - 2]) ? MaxChars - 2 : MaxChars - 1;
        return text.ToString(0, length) + "…";
    }

    private static string Render(CelValue value) => value.Kind switch
    {
        CelKind.Error => "(unknown)",
        CelKind.Null or CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Double or CelKind.Timestamp or CelKind.Duration => value.ToString(),
        CelKind.String => QuotedText.Quote(value.AsString),
        _ => QuotedText.Quote(value.ToString()),
    };
}

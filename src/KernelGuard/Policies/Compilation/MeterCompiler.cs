using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles what counters and throttles sum.</summary>
/// <param name="environment">The names that their expressions know.</param>
/// <param name="check">Looks at every expression that compiled; null where nothing more is asked of it.</param>
/// <param name="bag">Where findings go.</param>
internal sealed class MeterCompiler(CelEnvironment environment, Action<CelProgram, ExpressionText>? check, DiagnosticBag bag)
{
    /// <summary>The meter, or null where it has errors.</summary>
    /// <param name="definition">What the document says.</param>
    /// <param name="id">What the store knows it by.</param>
    /// <param name="type">The type of the amount: <c>int</c> or <c>double</c>.</param>
    public Meter? Compile(MeterDefinition definition, string id, ref CelType type)
    {
        var amount = definition.Amount is null ? null : CompileAmount(definition.Amount, ref type);
        var keys = definition.By.Select(text => Compile(text, null)?.Program).ToArray();
        return definition.Per is { } per && keys.All(key => key is not null) && (definition.Amount is null || amount is not null)
            ? new Meter($"{id}#{Meaning(definition)}") { Amount = amount, Per = per, By = [.. keys.OfType<CelProgram>()], Counts = definition.Counts?.Value ?? default }
            : null;
    }

    // Sums of another kind, or kept apart otherwise, are other sums: after a reload they begin at nothing instead of being read as what they are not.
    private static string Meaning(MeterDefinition definition) => CanonicalJson.ToText(FrozenList.From(
        [(definition.Counts?.Value ?? default).ToString(), definition.Amount?.Text ?? "", .. definition.By.Select(by => by.Text)]));

    private CelProgram? CompileAmount(ExpressionText text, ref CelType type)
    {
        if (Compile(text, null) is not { Program: { } program } compilation)
        {
            return null;
        }

        if (compilation.ResultType != CelType.Int && compilation.ResultType != CelType.Double)
        {
            bag.Error(
                DiagnosticCodes.InvalidExpression,
                text.Span,
                $"an amount is an int or a double: this is {compilation.ResultType}",
                "say which: double(args.amount) or int(args.count)");
            return null;
        }

        type = compilation.ResultType;
        return program;
    }

    private CelCompilation? Compile(ExpressionText text, CelType? expected)
    {
        var compilation = ExpressionCompiler.Compile(environment, text, expected, bag);
        if (compilation.Program is { } program)
        {
            check?.Invoke(program, text);
        }

        return compilation;
    }
}

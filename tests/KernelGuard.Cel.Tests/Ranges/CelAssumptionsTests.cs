using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.Ranges;
using Xunit;

namespace KernelGuard.Cel.Tests.Ranges;

public sealed class CelAssumptionsTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Dyn).AddVariable("user", CelType.Dyn).AddVariable("vars", CelType.Dyn).Build();

    private static readonly Dictionary<string, string> _definitions = new()
    {
        ["vars.amount"] = "double(args.n)",
        ["vars.cap"] = "500.0",
        ["vars.twice"] = "vars.cap * 2.0",
        ["vars.over"] = "vars.amount > vars.cap",
        ["vars.self"] = "vars.self",
    };

    private static readonly CelRange _text = CelRange.Anything with { MayBeNumber = false, MayBeNaN = false, MayBeOther = false };
    private static readonly CelRange _number = CelRange.Anything with { MayBeText = false, MayBeNaN = false, MayBeOther = false, MayBeAbsent = false };

    // What is known of the arguments of the tables; of `u` nothing is.
    private static readonly Dictionary<string, CelRange> _ranges = new()
    {
        ["args.n"] = _number with { Min = 0, Max = 500 },
        ["args.o"] = _number with { Min = 0, Max = 500, IsMinExclusive = true, MayBeAbsent = true },
        ["args.w"] = _number with { Min = 1, Max = 9, IsWhole = true },
        ["args.c"] = _text with { OneOf = [CelValue.FromString("EUR"), CelValue.FromString("USD")], MayBeAbsent = false },
        ["args.s"] = _text with { MaxSize = 5 },
        ["args.l"] = CelRange.Anything with { MayBeNumber = false, MayBeText = false, MinSize = 1, MaxSize = 3 },
        ["args.f"] = CelRange.Anything with { OneOf = [CelValue.FromBool(true), CelValue.FromBool(false)] },
    };

    private static readonly Gen<string> Atoms = Gen.OneOf(
        from place in Gen.Elements("args.a", "args.b", "double(args.a)", "int(args.a)", "size(args.a)")
        from relation in Gen.Elements("<", "<=", ">", ">=", "==", "!=")
        from constant in Gen.Elements("-2", "0", "1", "1.5", "2u", "2.0", "3", "0.0/0.0", "9007199254740993")
        from mirrored in Gen.Elements(false, true)
        select mirrored ? $"{constant} {relation} {place}" : $"{place} {relation} {constant}",
        Gen.Elements("args.b == 'x'", "args.b != 'x'", "args.b < 'y'", "args.b in ['x', 'yy']", "args.a in [1, 2.5]", "!(args.b in ['x', 2, null])", "args.a == null", "args.b == true"),
        Gen.Elements("args.a", "args.b", "has(args.a)", "has(args.b)", "has(args.m.k)", "args.m.k > 1", "args.m.k == 'x'", "args.a > args.b", "[1, 2].exists(i, i == args.a)", "true", "1 > 2"))
        .Where(atom => _environment.Compile(atom).Program is not null);

    [Theory]
    [InlineData("args.n > 500", "never true")]
    [InlineData("args.n >= 500", null)]
    [InlineData("args.n >= 0", "never false")]
    [InlineData("args.n < 0.0 || args.n == 501", "never true")]
    [InlineData("500u < args.n", "never true")]
    [InlineData("args.o > 0", "never false")]
    [InlineData("args.o <= 0", "never true")]
    [InlineData("args.w > 4 && args.w < 5", "never true")]
    [InlineData("args.n > 4 && args.n < 5", null)]
    [InlineData("args.w > 4 && args.w != 5 && args.w <= 5", "never true")]
    [InlineData("args.w == 2.5", "never true")]
    [InlineData("args.c == 'EURO'", "never true")]
    [InlineData("args.c != 'EURO'", "never false")]
    [InlineData("args.c in ['EUR', 'USD', 'GBP']", "never false")]
    [InlineData("args.c in ['EUR']", null)]
    [InlineData("args.c != 'EUR' && args.c != 'USD'", "never true")]
    [InlineData("args.c > 'F' && args.c != 'USD'", "never true")]
    [InlineData("args.s == 'abcdef'", "never true")]
    [InlineData("args.s == '🙂🙂🙂🙂🙂'", null)]
    [InlineData("size(args.s) > 5", "never true")]
    [InlineData("args.l.size() > 3", "never true")]
    [InlineData("size(args.l) >= 1", "never false")]
    [InlineData("args.f && !args.f", "never true")]
    [InlineData("args.f ? args.n > 500 : args.n < 0", "never true")]
    [InlineData("args.f ? args.n > 500 : args.n < 1", null)]
    [InlineData("has(args.n)", "never false")]
    [InlineData("has(args.o)", null)]
    [InlineData("!has(args.o) && args.o > 5", "never true")]
    [InlineData("!has(args.o) && has(args.o.x)", "never true")]
    [InlineData("vars.amount > 500.0", "never true")]
    [InlineData("vars.amount > vars.twice", "never true")]
    [InlineData("vars.over", "never true")]
    [InlineData("vars.cap < 100.0", "never true")]
    [InlineData("int(args.n) > 500", "never true")]
    [InlineData("int(args.o) < 1", null)]
    [InlineData("args.n > 100 && args.n < 50 || args.n > 600", "never true")]
    [InlineData("args.u > 5 && args.u < 5", "never true")]
    [InlineData("args.u > 5 && args.u <= 5.0", "never true")]
    [InlineData("args.u == 'a' && args.u == 'b'", "never true")]
    [InlineData("args.u == 'a' && args.u != 'a'", "never true")]
    [InlineData("args.u == 'a' && args.u > 5", "never true")]
    [InlineData("args.u in ['a', 'b'] && args.u in ['c']", "never true")]
    [InlineData("double(args.u) > 5.0 && double(args.u) < 4.0", "never true")]
    [InlineData("user.id == 'a' && user.id == 'b'", "never true")]
    [InlineData("args.u < 5 || args.u >= 5", null)]
    [InlineData("args.u > 9007199254740992.0 && args.u <= 9007199254740992.0", null)]
    [InlineData("args.u > user.limit && args.u < user.limit", null)]
    [InlineData("args.l.all(x, x > 5 && x < 4)", null)]
    [InlineData("args.n + 1 > 600", null)]
    [InlineData("vars.self > 5", null)]
    [InlineData("args['a.b'] > 5 && args['a.b'] < 4", null)]
    public void Assume_Condition_KnowsWhatItCannotBe(string source, string? expected)
    {
        var known = CelAssumptions.Of(path => _ranges.GetValueOrDefault(path));

        var verdict = Assume(known, source, true).AreImpossible ? "never true" : Assume(known, source, false).AreImpossible ? "never false" : null;

        Assert.Equal(expected, verdict);
    }

    [Theory]
    [InlineData("args.u > 200", "args.u > 100.0", true)]
    [InlineData("args.u > 100", "args.u > 200", false)]
    [InlineData("vars.amount > 100.0 && args.u == 1", "vars.over || vars.amount > 50.0", true)]
    [InlineData("args.u == 'a'", "args.u in ['a', 'b']", true)]
    [InlineData("args.u == 'a'", "!(args.u in ['b'])", true)]
    [InlineData("args.u.startsWith('a')", "args.u != 'b'", false)]
    public void Assume_SecondCondition_KnowsWhetherItFollows(string first, string second, bool follows)
    {
        var known = Assume(CelAssumptions.Of(_ => null), first, true);

        Assert.Equal((false, follows), (known.AreImpossible, Assume(known, second, false).AreImpossible));
    }

    [Fact]
    public void Assume_RandomConditions_NeverCallsImpossibleWhatIs()
    {
        var contradictions = 0;
        var values = Gen.Elements<object?>("x", "yy", "2", "", null, true, false, -2L, 0L, 1L, 2L, 3L, 1.5, 2.5, -0.0, double.NaN, double.PositiveInfinity, 9007199254740993L, 9007199254740992.0, "gone");
        var cases =
            from first in Conditions(2)
            from second in Conditions(1)
            from a in values
            from b in values
            from k in values
            select (first, second, args: Arguments(a, b, k));

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var variables = new CelVariables(_environment).SetObject("args", sample.args);
            foreach (var (one, two) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                var known = Assume(Assume(CelAssumptions.Of(_ => null), sample.first, one), sample.second, two);
                contradictions += known.AreImpossible ? 1 : 0;
                if (known.AreImpossible && Is(sample.first, variables, one) && Is(sample.second, variables, two))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4_000));

        Assert.InRange(contradictions, 300, int.MaxValue);
    }

    [Theory]
    [InlineData("args.c == 'EURO' || args.n > 5", "NeverTrue args.c == 'EURO'")]
    [InlineData("args.c != 'EURO' && args.n > 5", "NeverFalse args.c != 'EURO'")]
    [InlineData("args.c in ['EUR', 'EURO'] && args.n > 5", "IdleElement 'EURO'")]
    [InlineData("args.c in ['EURO', 'GBP']", "NeverTrue args.c in ['EURO', 'GBP']")]
    [InlineData("args.n >= 0 && args.n > 5", "")]
    [InlineData("args.l.exists(x, x == args.c) && [args.n > 600].all(y, y)", "NeverTrue args.n > 600")]
    [InlineData("cel.bind(x, args.c == 'EURO', x)", "NeverTrue args.c == 'EURO'")]
    [InlineData("string(size(args.l) > 5) + 'x' == 'truex'", "NeverTrue size(args.l) > 5")]
    public void FindImpossible_Expression_GivesTheParts(string source, string expected)
    {
        var known = CelAssumptions.Of(path => _ranges.GetValueOrDefault(path));

        var found = known.FindImpossible(new CelPremise(Compile(source), new CelDefinitions(() => new CelVariables(_environment), _ => null)));

        Assert.Equal(expected, string.Join("; ", found.Select(part => $"{part.Kind} {part.Span.Of(source)}")));
    }

    [Fact]
    public void Assume_HugeConditions_GivesUp()
    {
        var either = string.Join(" || ", Enumerable.Range(0, 40).Select(i => $"args.a{i} > 5 && args.b{i} < 3"));
        var definitions = Enumerable.Range(1, 60).ToDictionary(i => $"vars.v{i}", i => $"vars.v{i - 1} && vars.v{i - 1} || args.a > {i}");
        definitions["vars.v0"] = "args.a > 0";
        CelProgram? Definition(string path) => definitions.TryGetValue(path, out var source) ? Compile(source) : null;
        var known = CelAssumptions.Of(_ => null);

        Assert.False(Assume(known, string.Join(" && ", Enumerable.Repeat($"({either})", 5)), true).AreImpossible);
        var premise = new CelPremise(Compile("vars.v60"), new CelDefinitions(() => new CelVariables(_environment), Definition));
        Assert.False(known.Assume(premise, true).AreImpossible);
        Assert.Empty(known.FindImpossible(premise));
    }

    private static Gen<string> Conditions(int depth) => depth == 0
        ? Atoms
        : Gen.OneOf(
            Atoms,
            from left in Conditions(depth - 1) from right in Conditions(depth - 1) from op in Gen.Elements("&&", "||") select $"({left}) {op} ({right})",
            from operand in Conditions(depth - 1) select $"!({operand})",
            from test in Atoms from yes in Conditions(depth - 1) from no in Conditions(depth - 1) select $"({test}) ? ({yes}) : ({no})");

    private static Dictionary<string, object?> Arguments(object? a, object? b, object? k)
    {
        var members = new Dictionary<string, object?> { ["a"] = a, ["b"] = b, ["m"] = new Dictionary<string, object?> { ["k"] = k } };
        foreach (var name in members.Where(member => member.Value is "gone").Select(member => member.Key).ToList())
        {
            members.Remove(name);
        }

        return members;
    }

    private static CelAssumptions Assume(CelAssumptions known, string source, bool value)
    {
        var definitions = new CelDefinitions(
            () => new CelVariables(_environment).SetObject("vars", new Dictionary<string, object?> { ["cap"] = 500.0, ["twice"] = 1000.0 }),
            path => _definitions.TryGetValue(path, out var definition) ? Compile(definition) : null);
        return known.Assume(new CelPremise(Compile(source), definitions), value);
    }

    private static bool Is(string source, CelVariables variables, bool value) =>
        Compile(source).Evaluate(variables) is { Kind: CelKind.Bool } result && result.IsTrue == value;

    private static CelProgram Compile(string source)
    {
        var compilation = _environment.Compile(source);
        Assert.NotNull(compilation.Program);
        return compilation.Program;
    }
}

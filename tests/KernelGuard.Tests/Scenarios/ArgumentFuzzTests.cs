using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Scenarios;

/// <summary>Whatever a model writes, a policy that allows amounts under 100 never lets a callback see 100 or more.</summary>
public sealed class ArgumentFuzzTests
{
    private const string Rule = "rules: [{ id: small, tool: Pay, when: args.amount < 100.0, effect: allow }]";

    private const string WithoutSchema = "kernelguard: 1\npolicy: p\n" + Rule;

    private const string WithSchema =
        "kernelguard: 1\npolicy: p\n"
        + "tools: { Pay: { args: { type: object, properties: { amount: { type: number }, note: {} }, required: [amount] } } }\n" + Rule;

    private static readonly Gen<string> Amounts = Gen.OneOf(
        Gen.Elements(
            "5000", "\"5000\"", "\"$5000\"", "[5000]", "{\"amount\":5000}", "true", "null", "NaN", "Infinity", "1e309", "1E2", "100", "99.99999999999999999",
            "100.00000000000001", "-5000", "\"1e3\"", "\"0x1388\"", "\"５０００\"", "\"50,00\"", "\"99,5\"", "9007199254740993", "\"\"", "\"\\u0035000\"", "5e3", "0.5e4"),
        ArbMap.Default.GeneratorFor<double>().Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Choose(-1_000, 1_000_000).Select(i => i.ToString(CultureInfo.InvariantCulture)),
        ArbMap.Default.GeneratorFor<string>().Select(s => JsonSerializer.Serialize(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(s ?? "")))));

    private static readonly Gen<string> Keys = Gen.Elements(
        "amount", "amount", "amount", "Amount", "AMOUNT", "amount ", "am\\u006funt", "\\u0061mount", "am\u043eunt", "value", "amount\\u200b", "note");

    private static readonly Gen<string> Calls =
        (from key in Keys from amount in Amounts select $"\"{key}\":{amount}").ArrayOf().Select(members => $"{{{string.Join(',', members.Take(4))}}}");

    [Theory]
    [InlineData(WithSchema, "en-US")]
    [InlineData(WithSchema, "de-DE")]
    [InlineData(WithoutSchema, "ar-SA")]
    [InlineData(WithoutSchema, "tr-TR")]
    [Trait("Requirement", "S5-28")]
    [Trait("Requirement", "S1-08")]
    [Trait("Requirement", "S2-36")]
    public async Task Call_AnyArguments_NeverRunsWithAHundredOrMore(string policy, string culture)
    {
        await using var kit = new TestGuard(policy);
        Cultures.Run(culture, () => Prop.ForAll(Calls.ToArbitrary(), arguments => IsSafe(kit, arguments)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000)));

        Assert.NotEqual(0, kit.Tool.Count);
        Assert.All(kit.Tool.Entries, entry => Assert.InRange(ReadAsTheToolWould(entry), double.MinValue, 99.999999999999));
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public async Task Call_AnyTextAsArguments_IsAnsweredAndNeverRuns()
    {
        await using var kit = new TestGuard(WithSchema);

        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => !Call(kit, text ?? "").Executed).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool IsSafe(TestGuard kit, string arguments)
    {
        var outcome = Call(kit, arguments);
        return outcome.Executed == outcome.Refusal is null;
    }

    private static ToolCallOutcome Call(TestGuard kit, string arguments) => kit.CallAsync("Pay", arguments).AsTask().GetAwaiter().GetResult();

    // A lax tool: it takes the first member that looks like the amount, whatever its case.
    private static double ReadAsTheToolWould(FrozenObject arguments) => Convert.ToDouble(
        arguments.First(m => m.Key.Equals("amount", StringComparison.OrdinalIgnoreCase)).Value, CultureInfo.InvariantCulture);
}

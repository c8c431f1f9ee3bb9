using System.Text.Json;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Enforcement;

/// <summary>What policy redacts in a result reaches nobody, however the result is spelled and formed.</summary>
public sealed class ResultRedactionTests
{
    [Theory]
    [InlineData("""{"rows":[{"iban":"x1"},{"iban":"x2","a":1}]}""", """{"rows":[{"iban":"-"},{"a":1,"iban":"-"}]}""")]
    [InlineData("""{"rows":[{"IBAN":"x1"}]}""", """{"rows":[{"IBAN":"-"}]}""")]
    [InlineData("""{"ROWS":[{"Iban":"x1"}]}""", """{"ROWS":[{"Iban":"-"}]}""")]
    [InlineData("""{"rows":"[{\"iban\":\"x1\"}]"}""", """{"rows":"[{\"iban\":\"-\"}]"}""")]
    [InlineData("""{"rows":["{\"iban\":\"x1\"}"]}""", """{"rows":["{\"iban\":\"-\"}"]}""")]
    [InlineData("""{"rows":"\"[{\\\"iban\\\":\\\"x1\\\"}]\""}""", """{"rows":"\"[{\\\"iban\\\":\\\"-\\\"}]\""}""")]
    [InlineData("""{"rows":[{"iban":{"of":"x1"}}]}""", """{"rows":[{"iban":"-"}]}""")]
    [InlineData("""{"rows":[]}""", """{"rows":[]}""")]
    [InlineData("""{"rows":[{"a":1},null]}""", """{"rows":[{"a":1},null]}""")]
    [InlineData("""{"rows":null}""", """{"rows":null}""")]
    [InlineData("""{"rows":"null"}""", """{"rows":"null"}""")]
    [InlineData("""{"count":0}""", """{"count":0}""")]
    public Task Result_ThatFitsThePlace_IsRedacted(string result, string expected) => Check("result.rows[*].iban", result, expected);

    [Theory]
    [InlineData("""{"rows":{"iban":"x1"}}""")]
    [InlineData("""{"rows":[[{"iban":"x1"}]]}""")]
    [InlineData("""{"rows":["x1"]}""")]
    [InlineData("""{"rows":[{"iban":"x1"},7]}""")]
    [InlineData("""{"rows":"iban x1"}""")]
    [InlineData("""{"rows":"{\"iban\":\"x1\"}"}""")]
    [InlineData("""{"rows":"[{\"iban\":\"x1\",\"iban\":\"x2\"}]"}""")]
    [InlineData("""{"rows":true}""")]
    [InlineData("""{"Rows":[{"iban":"x1"}],"rows":[]}""")]
    [InlineData("""[{"rows":[{"iban":"x1"}]}]""")]
    [InlineData("""{"iban":"x1","rows":1}""")]
    public Task Result_ThatContradictsThePlace_IsWithheld(string result) => Check("result.rows[*].iban", result, null);

    [Theory]
    [InlineData("""{"rows":[{"iban":"x1"}]}""", """{"rows":"-"}""")]
    [InlineData("""{"rows":5}""", """{"rows":"-"}""")]
    public Task Result_OfWhichOneRuleTakesTheWhole_HasNoPartsForAnother(string result, string expected) =>
        Check("result.rows[*].iban", result, expected, "result.Rows");

    private static async Task Check(string place, string result, string? expected, string other = "result.none")
    {
        foreach (var given in new object[] { result, JsonElement.Parse(result), JsonElement.Parse(JsonSerializer.Serialize(result)) })
        {
            await using var kit = new TestGuard($$"""
                kernelguard: 1
                policy: p
                rules:
                  - { id: a, tool: T, effect: allow }
                  - { id: r, tool: T, effect: transform, transform: [{ redact: "{{place}}", with: "-" }] }
                  - { id: s, tool: T, effect: transform, transform: [{ redact: "{{other}}", with: "-" }] }
                """)
            {
                Tool = new SpyTool { Does = (_, _) => ValueTask.FromResult<object?>(given) },
            };

            var outcome = await kit.CallAsAnnAsync("T");

            Assert.Equal(expected is null ? GuardCodes.ResultWithheld : null, outcome.Refusal?.Code);
            Assert.Equal(expected ?? outcome.Refusal!.ToJson(), outcome.Result is JsonElement element ? element.GetRawText() : (string?)outcome.Result);
            Assert.DoesNotContain(kit.Ledger.Records, record => record.Text().Contains("x1", StringComparison.Ordinal));
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Tools;
using Xunit;
using static KernelGuard.Tests.Tools.ToolFixture;

namespace KernelGuard.Tests.Tools.Schemas;

public sealed class SchemaPropertyTests
{
    private static readonly string[] Keywords =
    [
        """{"type":"integer"}""", """{"type":["integer","object","array"]}""", """{"type":"string"}""", """{"multipleOf":2}""", """{"const":1}""",
        """{"properties":{"a":X,"b":X}}""", """{"properties":{"a":{"default":1}},"minProperties":1}""", """{"patternProperties":{"^a":X}}""",
        """{"additionalProperties":X}""", """{"required":["a"]}""", """{"dependentRequired":{"a":["b"]}}""", """{"dependentSchemas":{"a":X}}""",
        """{"not":X}""", """{"if":X,"then":X,"else":X}""", """{"allOf":[X,X]}""", """{"anyOf":[X,X]}""", """{"oneOf":[X,X]}""",
        """{"prefixItems":[X],"items":X}""", """{"contains":X}""", """{"propertyNames":X}""", """{"unevaluatedProperties":X}""",
        """{"properties":{"a":X},"unevaluatedProperties":false,"if":X,"then":X}""", """{"type":"array","unevaluatedItems":X}""",
    ];

    private static readonly string[] Values = ["1", "2.5", "\"1\"", "\"x\"", "\"[1]\"", "null", "true", "[V,V]", "[]", """{"a":V,"B":V}""", """{"A":V}""", "{}"];

    [Fact]
    [Trait("Requirement", "S3-26")]
    public void Normalize_AcceptedCall_IsAcceptedUnchangedAgain()
    {
        var accepted = 0;
        var cases = Texts(Keywords, 'X', "true").Zip(Texts(Values, 'V', "1")).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(cases, pair =>
        {
            var tool = Tool("T", $$$"""{"type":"object","properties":{"v":{{{pair.Item1}}} } }""");
            var (catalogue, errors) = ToolCatalogue.Create([tool], closed: true, [], CallLimits.Default);
            var once = catalogue.Normalize($$$"""{"v":{{{pair.Item2}}} }""");
            if (errors.Count > 0 || once.Problem is not null)
            {
                return;
            }

            accepted++;
            AssertArguments(CanonicalJson.ToText(once.Arguments), catalogue.Normalize(CanonicalJson.ToText(once.Arguments)));
        }));
        Assert.InRange(accepted, 100, 2_000);
    }

    private static Gen<string> Texts(string[] pieces, char hole, string last) => Gen.Elements(pieces).ArrayOf(8).Select(parts =>
        parts.Aggregate($"{hole}", (text, part) => Fill(text, hole, part)).Replace($"{hole}", last, StringComparison.Ordinal));

    private static string Fill(string text, char hole, string part)
    {
        var place = text.IndexOf(hole, StringComparison.Ordinal);
        return place < 0 ? text : $"{text[..place]}{part}{text[(place + 1)..]}";
    }
}

using System.Security.Cryptography;
using System.Text;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.Evidence.Records;
using Xunit;

namespace KernelGuard.Tests.Evidence;

public sealed class RedactorTests
{
    private static readonly SensitiveKeys Keys = new(EvidenceCapture.DefaultSensitiveKeys);

    [Theory]
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("userPassword")]
    [InlineData("password_hash")]
    [InlineData("pwd")]
    [InlineData("passwd")]
    [InlineData("client_secret")]
    [InlineData("token")]
    [InlineData("accessToken")]
    [InlineData("api_key")]
    [InlineData("apiKey")]
    [InlineData("APIKey")]
    [InlineData("apikey")]
    [InlineData("X-API-Key")]
    [InlineData("Authorization")]
    [InlineData("Set-Cookie")]
    [InlineData("session")]
    [InlineData("sessionId")]
    [InlineData("session_token")]
    [InlineData("ssn")]
    [InlineData("card_number")]
    [InlineData("cardNumber")]
    [InlineData("cardnumber")]
    [InlineData("cvv2")]
    [InlineData("iban")]
    [InlineData("private_key")]
    [InlineData("customer.ssn")]
    public void Contains_SensitiveKey_IsTrue(string key) => Assert.True(Keys.Contains(key));

    [Theory]
    [InlineData("tokens_used")]
    [InlineData("max_tokens")]
    [InlineData("maxTokens")]
    [InlineData("tokenizer")]
    [InlineData("secretary")]
    [InlineData("obsession")]
    [InlineData("keyboard")]
    [InlineData("shipping")]
    [InlineData("key")]
    [InlineData("amount")]
    [InlineData("")]
    [InlineData("__")]
    public void Contains_HarmlessKey_IsFalse(string key) => Assert.False(Keys.Contains(key));

    [Theory]
    [InlineData(10_000)]
    [InlineData(256)]
    public void Contains_LongKey_IsJudgedByItsEnd(int length)
    {
        Assert.True(Keys.Contains(new string('x', length) + "_password"));
        Assert.False(Keys.Contains(new string('x', length)));
    }

    [Theory]
    [InlineData("https://user:pass@example.com/x", true)]
    [InlineData("see postgres://app:s3cret@db:5432/main for it", true)]
    [InlineData("https://ghp_0123@github.com/x", true)]
    [InlineData("https://example.com/a@b:c", false)]
    [InlineData("https://example.com?mail=a:b@c", false)]
    [InlineData("ssh://git@example.com", false)]
    [InlineData("a:b@c", false)]
    [InlineData("://", false)]
    public void AreIn_Urls_AreTold(string text, bool expected) => Assert.Equal(expected, UrlCredentials.AreIn(text));

    [Fact]
    public void Capture_NothingSensitive_IsTheSameInstance()
    {
        var value = EvidenceSamples.Object(("a", EvidenceSamples.List("x", EvidenceSamples.Object(("b", 1L)))));

        Assert.Same(value, Redactor(CaptureMode.Redacted, []).Capture("args", value));
    }

    [Fact]
    public void Capture_NestedSecrets_AreCommittedUnderTheirPaths()
    {
        var salts = new List<EvidenceSalt>();
        var redactor = Redactor(CaptureMode.Redacted, salts);

        var value = redactor.Capture("args", EvidenceSamples.Object(
            ("items", EvidenceSamples.List(EvidenceSamples.Object(("a key", EvidenceSamples.Object(("pwd", 1234L)))), "https://u:p@h")),
            ("secret", null)));

        Assert.Equal(["""args.items[0]["a key"].pwd""", "args.items[1]"], redactor.Redacted.Select(static item => item.Path));
        Assert.Equal(redactor.Redacted.Select(static item => item.Commitment), salts.Select(static salt => salt.Commitment));
        Assert.DoesNotContain("1234", CanonicalJson.ToText(value), StringComparison.Ordinal);
    }

    [Fact]
    public void Capture_Commitment_IsTheHashOfSaltAndCanonicalValue()
    {
        var salts = new List<EvidenceSalt>();
        Redactor(CaptureMode.Redacted, salts).Capture("args", EvidenceSamples.Object(("token", "abc")));

        var salt = Assert.Single(salts);
        byte[] input = [.. Convert.FromHexString(salt.Salt), .. Encoding.UTF8.GetBytes("\"abc\"")];
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(input)), salt.Commitment);
    }

    [Fact]
    public void Capture_SameSecretTwice_HasTwoCommitments()
    {
        var redactor = Redactor(CaptureMode.Redacted, []);
        redactor.Capture("args", EvidenceSamples.Object(("token", "abc"), ("secret", "abc")));

        Assert.NotEqual(redactor.Redacted[0].Commitment, redactor.Redacted[1].Commitment);
    }

    [Fact]
    public void Mask_LongerSecretFirst_LeavesNoRest()
    {
        var redactor = Redactor(CaptureMode.Redacted, []);
        redactor.Capture("args", EvidenceSamples.Object(("token", "abc"), ("secret", "abcdef")));

        Assert.Equal("x [redacted] [redacted]", redactor.Mask("x abcdef abc"));
        Assert.Null(redactor.Mask(null));
    }

    private static Redactor Redactor(CaptureMode mode, List<EvidenceSalt> salts) => new(EvidenceSamples.Plan(mode), EvidenceSamples.Id(1), salts);
}

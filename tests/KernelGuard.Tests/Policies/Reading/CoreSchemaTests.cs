using KernelGuard.Policies.Reading;
using Xunit;

namespace KernelGuard.Tests.Policies.Reading;

public sealed class CoreSchemaTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("off")]
    [InlineData("y")]
    [InlineData("tRue")]
    [InlineData("nUll")]
    [InlineData("2026-11-20")]
    [InlineData("1_000")]
    [InlineData("12:30:45")]
    [InlineData("0b101")]
    [InlineData("0x")]
    [InlineData("0o8")]
    [InlineData("1e")]
    [InlineData("1.2.3")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("1\n")]
    public void IsText_WordsOfOtherVersions_AreText(string plain) => Assert.True(CoreSchema.IsText(plain));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    public void ToBoolean_CoreWords_AreBooleans(string plain, bool expected) => Assert.Equal(expected, CoreSchema.ToBoolean(plain));

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("+12", 12L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0o17", 15L)]
    [InlineData("007", 7L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e2", 100L)]
    [InlineData("9007199254740991", 9007199254740991L)]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("-2.5e-3", -0.0025)]
    public void ToNumber_Number_IsRead(string plain, object expected)
    {
        Assert.False(CoreSchema.IsText(plain));
        Assert.Equal(expected, CoreSchema.ToNumber(plain));
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9223372036854775808")]
    [InlineData("99999999999999999999999")]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("1e999")]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData(".NaN")]
    public void ToNumber_NumberThatCannotBeHeld_IsNullAndNoText(string plain)
    {
        Assert.False(CoreSchema.IsText(plain));
        Assert.Null(CoreSchema.ToNumber(plain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    public void IsNull_CoreWords_AreNull(string plain) => Assert.True(CoreSchema.IsNull(plain));
}

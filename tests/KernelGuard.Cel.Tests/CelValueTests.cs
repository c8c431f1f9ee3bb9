using System.Collections;
using System.Dynamic;
using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelValueTests
{
    public static TheoryData<object?, string> Objects => new()
    {
        { null, "null" },
        { true, "true" },
        { (sbyte)-1, "-1" },
        { (short)-2, "-2" },
        { -3, "-3" },
        { -4L, "-4" },
        { (byte)1, "1u" },
        { (ushort)2, "2u" },
        { 3u, "3u" },
        { 4ul, "4u" },
        { 1.5f, "1.5" },
        { 1.5, "1.5" },
        { 99.99m, "99.99" },
        { "a\"b\n", "\"a\\\"b\\n\"" },
        { new byte[] { 0x61, 0xff }, "b\"a\\xff\"" },
        { new DateTimeOffset(2024, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), "timestamp(\"2024-01-01T00:00:00Z\")" },
        { new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), "timestamp(\"2024-01-01T00:00:00Z\")" },
        { new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), "unreadable: unreadable value: a date without a time zone" },
        { TimeSpan.FromSeconds(1.5), "duration(\"1.5s\")" },
        { TimeSpan.MaxValue, "overflow: the length of time is longer than 292 years" },
        { Enumerable.Range(1, 2).ToArray(), "[1, 2]" },
        { new List<string> { "a" }, "[\"a\"]" },
        { new HashSet<int> { 1, 2 }, "[1, 2]" },
        { new Dictionary<string, object?> { ["a"] = 1 }, "{\"a\": 1}" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{\"a\": 1}" },
        { new SortedList { ["a"] = 1 }, "{\"a\": 1}" },
        { new object(), "unreadable: unreadable value of an opaque type" },
        { new MemoryStream(), "unreadable: unreadable value of an opaque type" },
        { "\ud800", "unreadable: the text holds half a surrogate pair" },
        { new string('a', 5_000), "\"" + new string('a', 1_023) + "..." },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void FromObject_OfKnownType_IsAValue(object? value, string expected) => Assert.Equal(expected, CelValue.FromObject(value).ToString());

    [Fact]
    public void FromObject_ExpandoObject_IsAMap()
    {
        dynamic expando = new ExpandoObject();
        expando.a = 1;

        Assert.Equal("{\"a\": 1}", CelValue.FromObject((object)expando).ToString());
    }

    [Fact]
    public void FromObject_EndlessSequence_IsAnError() =>
        Assert.Equal(CelErrorCodes.LimitExceeded, CelValue.FromObject(Enumerable.Repeat(1, int.MaxValue).Where(_ => true)).ErrorValue!.Code);

    [Fact]
    public void FromObject_SequenceThatThrows_IsAnError() =>
        Assert.Equal(CelErrorCodes.HostFailure, CelValue.FromObject(Enumerable.Range(0, 3).Select(i => 1 / i)).ErrorValue!.Code);

    [Fact]
    public void FromObject_Dictionary_ReadsOnlyWhatIsAsked()
    {
        var map = CelValue.FromObject(new Dictionary<string, object?> { ["good"] = 1, ["bad"] = new object() }).AsMap;

        Assert.True(map.TryGet(CelValue.FromString("good"), out var good) && good.AsInt == 1);
        Assert.True(map.TryGet(CelValue.FromString("bad"), out var bad) && bad.IsError);
        Assert.False(map.TryGet(CelValue.FromInt(1), out _));
    }

    [Fact]
    public void Default_Value_IsAnError()
    {
        Assert.True(default(CelValue).IsError);
        Assert.Equal(CelErrorCodes.Unreadable, default(CelValue).ErrorValue!.Code);
    }

    [Fact]
    public void Accessor_OfAnotherKind_Throws() => Assert.Throws<InvalidOperationException>(() => CelValue.FromInt(1).AsString);

    [Fact]
    public void Equality_OfNumbers_AgreesWithHashCodes()
    {
        CelValue[] ones = [CelValue.FromInt(1), CelValue.FromUInt(1), CelValue.FromDouble(1)];

        Assert.All(ones, one => Assert.True(one == ones[0] && one.GetHashCode() == ones[0].GetHashCode()));
        Assert.True(CelValue.FromDouble(0.0).GetHashCode() == CelValue.FromDouble(-0.0).GetHashCode());
        Assert.True(CelValue.FromDouble(double.NaN) != CelValue.FromDouble(double.NaN));
    }

    [Theory]
    [InlineData("a", "b", "-1")]
    [InlineData(1, 1.0, "0")]
    [InlineData(1, "a", "no_such_overload: `int` and `string` have no order")]
    [InlineData(double.NaN, 1.0, "invalid_argument: `NaN` has no order")]
    public void Compare_Values_GivesTheOrderOrAnError(object left, object right, string expected) =>
        Assert.Equal(expected, CelValue.Compare(CelValue.FromObject(left), CelValue.FromObject(right)).ToString());

    [Fact]
    public void Timestamp_RoundTrip_KeepsTicks()
    {
        var time = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1);

        Assert.Equal(time, CelValue.FromTimestamp(time).AsTimestamp);
        Assert.Equal(DateTimeOffset.MaxValue, CelValue.FromTimestamp(DateTimeOffset.MaxValue).AsTimestamp);
        Assert.Equal(TimeSpan.FromTicks(-1), CelValue.FromDuration(TimeSpan.FromTicks(-1)).AsDuration);
    }
}

# Where the daemon is, whether it is there and answers, and how it is started (docs/wire.md: present, mute, absent).
# Part of pyguard.psm1, whose state it shares.

$user = $null
$runtime = $runtimeSeen = ''
$muted = -9

# Where hooks and daemon meet (docs/wire.md: runtime directory). False where that or this file is not ours (`sudo -s`).
function Find-Runtime {
    $user = Get-OwnUser
    if ($null -eq $user) { return $false }
    $given = [string]$env:XDG_RUNTIME_DIR
    # One that is gone was another login's, or another machine's: batch systems pass it on.
    $isGone = $given.StartsWith('/', 'Ordinal') -and -not [IO.Directory]::Exists($given) -and -not [IO.File]::Exists($given)
    if ($given.Length -gt 0 -and -not $isGone) {
        if (-not $given.StartsWith('/', 'Ordinal') -or -not [IO.Directory]::Exists($given) -or
            (Get-Owner $given) -ne $user) { return $false }
        $base = "$given/pyguard"
    } elseif ([IO.Directory]::Exists("/run/user/$user") -and (Get-Owner "/run/user/$user") -eq $user) {
        $base = "/run/user/$user/pyguard"
    } else {
        $base = "/tmp/pyguard-$user"
    }
    # The number of the root mount differs between mount namespaces.
    $id = '0'
    if ([IO.File]::Exists('/proc/self/mountinfo')) {
        $reader = [IO.StreamReader]::new('/proc/self/mountinfo')
        $first = [string]$reader.ReadLine()
        $reader.Dispose()
        if ($first -cmatch '^([0-9]+) ') { $id = $Matches[1] }
    }
    $script:user = $user
    $script:runtime = "$base/$id"
    $true
}

# The effective user, if this file is theirs; else null. /proc/PID belongs to the effective user.
function Get-OwnUser {
    $file = Get-Owner $PSCommandPath
    if ([IO.Directory]::Exists("/proc/$PID")) {
        $isOwn = $file -eq (Get-Owner "/proc/$PID")
    } else {
        $item = Microsoft.PowerShell.Management\Get-Item -LiteralPath $PSCommandPath -Force
        $isOwn = [string]::Equals($item.User, [Environment]::UserName)
    }
    if ($isOwn) { $file } else { $null }
}

function Get-Owner([string]$path) {
    (Microsoft.PowerShell.Management\Get-Item -LiteralPath $path -Force).UnixStat.UserId
}

# Whether the runtime directory is there, ours, and nobody else's to write (18 is 022). Looked at again only where
# another stands in its place.
function Test-RuntimeOwn {
    if (-not [IO.Directory]::Exists($script:runtime)) { return $false }
    $made = [string][IO.Directory]::GetCreationTimeUtc($script:runtime).Ticks
    if (-not [string]::Equals($made, $script:runtimeSeen)) {
        $stat = (Microsoft.PowerShell.Management\Get-Item -LiteralPath $script:runtime -Force).UnixStat
        if ($stat.UserId -ne $script:user -or ([int]$stat.Mode -band 18) -ne 0) { return $false }
        $script:runtimeSeen = $made
    }
    $true
}

# Seconds since the epoch, in units of $unit.
function Get-Time([int]$unit) {
    $seconds = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    ($seconds - $seconds % $unit) / $unit
}

# Whether a daemon is there, by its pid: a corpse that nobody fetches has no command line any more.
function Test-Present {
    if (-not (Test-RuntimeOwn)) { return $false }
    $process = if ([IO.File]::Exists("$script:runtime/pid")) {
        [IO.File]::ReadAllText("$script:runtime/pid").Trim()
    } else {
        [string][IO.Directory]::GetFiles($script:runtime, 'up.*') -creplace '^.*\.'
    }
    if ($process -cnotmatch '\A[0-9]{1,10}\z') { return $false }
    if ([IO.Directory]::Exists('/proc/self')) {
        try { return [IO.File]::ReadAllText("/proc/$process/cmdline").Length -gt 0 } catch { return $false }
    }
    try { $null = [Diagnostics.Process]::GetProcessById([int]$process) } catch { return $false }
    $true
}

# Whether somebody (or we) missed an answer in this minute or the one before.
function Test-Mute {
    $minute = Get-Time 60
    # Where the clock was set back, it is of a time to come.
    $ago = $minute - $script:muted
    ($ago -ge 0 -and $ago -lt 2) -or [IO.File]::Exists("$script:runtime/mute.$minute") -or
        [IO.File]::Exists("$script:runtime/mute.$($minute - 1)")
}

# Tells all shells that nobody answered; the second time in a row somebody else may take over.
function Write-Mute {
    $minute = Get-Time 60
    if (-not (Test-RuntimeOwn)) {
        $script:muted = $minute
        return
    }
    $before = "$script:runtime/mute.$($minute - 2)", "$script:runtime/mute.$($minute - 3)"
    if ([IO.File]::Exists($before[0]) -or [IO.File]::Exists($before[1])) {
        Request-Daemon
    }
    try { [IO.File]::WriteAllText("$script:runtime/mute.$minute", '') } catch { $script:muted = $minute }
}

# Starts a daemon that is absent and waits for it, once and only where it matters (P3).
function Start-Daemon {
    Request-Daemon
    if ((Test-Mute) -or -not (Test-VenvAbove)) { return $false }
    foreach ($nap in 1..11) {
        [Threading.Thread]::Sleep(20)
        if (Test-Present) { return $true }
    }
    Write-Mute
    $false
}

# One start in ten seconds for all shells; `launch` takes the permit.
function Request-Daemon {
    if ([IO.File]::Exists("$script:runtime/start.$(Get-Time 10)")) { return }
    (Start-Launch @('daemon', $script:runtime)).Dispose()
}

# Starts daemon/launch on pipes: with the terminal in hand .NET would set its modes. sh keeps the daemon off the pipes.
function Start-Launch([string[]]$words) {
    $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
    $redirections = if ($words[0] -ceq 'daemon') { '</dev/null >/dev/null 2>&1' } else { '2>/dev/null' }
    foreach ($word in @('-c', "exec ""`$0"" ""`$@"" $redirections", "$script:programHome/daemon/launch") + $words) {
        $start.ArgumentList.Add($word)
    }
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    [Diagnostics.Process]::Start($start)
}

# Whether a `.venv` stands at or above the directory: decides what may be waited for.
function Test-VenvAbove {
    $directory = $script:directory
    while ($directory.Length -gt 0) {
        if (Test-Exists "$directory/.venv") { return $true }
        $directory = $directory.Substring(0, [Math]::Max(0, $directory.LastIndexOf([char]'/')))
    }
    $false
}

# pyguard in PowerShell from the first prompt on: settles where the shell is. reach.ps1 finds the daemon, ask.ps1 asks
# it, enter.ps1 enters, guard.ps1 wraps pip. Texts are compared by Equals: -ceq ignores some bytes.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSDefaultParameterValues = @{}

$version = '0.1.0'
$programHome = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($PSScriptRoot))
# What the last answer said, and where.
$seen = $witness = $stamp = $marks = $ownPip = $line = $witnessFile = ''
$seenEnvironment = $seenConda = $seenSwitch = $null
$venvHere = $isRemote = $false
$judged = 0
$nowhere = [DateTime]::new(1700, 1, 1).Ticks
# What this shell did and saw.
$put = $left = $birth = $evidence = $environmentBefore = $under = $underPrompt = ''
$off = $drawn = $deactivates = $inPrompt = $hidesPrefix = $writesItself = $false
$directory = ''
$pythonHome = $userPrompt = $activatedPrompt = $plainPrompt = $null
$firstEnvironment = [string]$env:VIRTUAL_ENV
$firstConda = [string]$env:CONDA_PREFIX

# Stands for the user's prompt and shows what that shows. The host keeps `$?` for the next command; the user's prompt
# sees it only if no statement of ours comes between.
$prompt = {
    param($original)
    $ok = $?
    $prefix = ''
    $isInner = $script:inPrompt
    if (-not $isInner) {
        $script:userPrompt = $original
        $prefix = Invoke-Hook
    }
    if ([object]::ReferenceEquals($original, $script:activatedPrompt)) { $original = $script:plainPrompt }
    if ($script:writesItself -and $prefix.Length -gt 0) { Microsoft.PowerShell.Utility\Write-Host $prefix -NoNewline }
    $script:inPrompt = $true
    try {
        if ($prefix.Length -eq 0 -or $script:writesItself) {
            if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
            & $original
        } else {
            if (-not $ok) { Microsoft.PowerShell.Utility\Write-Error '' -ErrorAction Ignore }
            $shown = @(& $original)
            # A prompt that is written by Write-Host returns a blank: from now on the prefix is written too.
            $script:writesItself = $shown.Count -eq 0 -or [string]::IsNullOrWhiteSpace([string]$shown[0])
            if (-not $script:writesItself) { $shown[0] = $prefix + [string]$shown[0] }
            $shown
        }
    } finally {
        $script:inPrompt = $isInner
    }
}

# Runs before every prompt and gives the prefix. Nothing of it is seen where it fails: an error would end the prompt.
function Invoke-Hook {
    $errors = $global:Error.Count
    $script:hidesPrefix = $false
    try {
        if (-not (Test-Unchanged)) { Update-Shell }
        foreach ($function in $script:functions) {
            if ($script:items.Exists($function, $true, $true)) { Clear-Alias $function }
        }
        if ($script:drawn) {
            if ($script:line.Length -gt 0) { Show-Line }
        } else {
            Show-PromptText
            $script:drawn = $true
        }
        $script:environmentBefore = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
        # `(name) ` as `activate` has it.
        if ($script:put.Length -eq 0 -or $script:hidesPrefix -or
            [Environment]::GetEnvironmentVariable('VIRTUAL_ENV_DISABLE_PROMPT')) { return '' }
        '(' + [Environment]::GetEnvironmentVariable('VIRTUAL_ENV_PROMPT') + ') '
    } catch {
        ''
    } finally {
        if ($global:Error.Count -gt $errors) { Restore-Error $errors }
    }
}

# Runs on every change of directory, so that `cd project; python app.py` is right. What it throws would stop the line.
function Invoke-LocationHook {
    $errors = $global:Error.Count
    try {
        if (-not (Test-Unchanged)) { Update-Shell }
    } catch {
        $script:seen = ''
    } finally {
        if ($global:Error.Count -gt $errors) { Restore-Error $errors }
    }
}

# What we caught is no error of the user's.
function Restore-Error([int]$count) {
    while ($global:Error.Count -gt $count) { $global:Error.RemoveAt(0) }
}

# One line that waited for the first prompt to be drawn.
function Show-Line {
    [Console]::Error.WriteLine($script:line)
    $script:line = ''
}

# Tests of files and variables (spec: unchanged), the dearest last. It runs at every prompt, so it calls .NET alone:
# a function or a cmdlet costs as much as ten of these. A file that is not there is of the year 1601.
function Test-Unchanged {
    $directory = $global:PWD.ProviderPath
    if (-not [string]::Equals($directory, $script:seen) -or
        -not [string]::Equals([Environment]::GetEnvironmentVariable('VIRTUAL_ENV'), $script:seenEnvironment) -or
        -not [string]::Equals([Environment]::GetEnvironmentVariable('CONDA_PREFIX'), $script:seenConda) -or
        -not [string]::Equals([Environment]::GetEnvironmentVariable('PYGUARD'), $script:seenSwitch) -or
        [IO.File]::Exists($script:notes) -or
        ($script:witnessFile -and -not [IO.File]::Exists($script:witnessFile))) { return $false }
    if ($script:put.Length -gt 0 -and (Test-ActivatedTwice)) { return $false }
    if ($script:isRemote) { return $true }
    $venv = "$directory/.venv"
    if (([IO.Directory]::Exists($venv) -or [IO.File]::Exists($venv)) -ne $script:venvHere) { return $false }
    if ($script:put.Length -eq 0) { return $true }
    $made = [IO.File]::GetLastWriteTimeUtc("$script:put/pyvenv.cfg").Ticks
    $made -gt $script:nowhere -and $made -le $script:judged -and
        [IO.File]::GetLastWriteTimeUtc("$script:put/bin").Ticks -le $script:judged
}

# What Test-Unchanged compares with, as it is now that an answer was applied.
function Save-Seen {
    $script:seenEnvironment = [Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
    $script:seenConda = [Environment]::GetEnvironmentVariable('CONDA_PREFIX')
    $script:seenSwitch = [Environment]::GetEnvironmentVariable('PYGUARD')
    $isOnce = $script:mode -ceq 'once'
    $script:witnessFile = if ($isOnce) { '' } else { "$script:runtime/$script:witness" }
    $script:isRemote = $script:marks.Contains('r')
    $script:judged = [long]::MaxValue
    if ($script:stamp.Length -gt 0) {
        $script:judged = [IO.File]::GetLastWriteTimeUtc("$script:runtime/$script:stamp").Ticks
    }
    $script:seen = if ($isOnce -or $script:witness.Length -gt 0) { $script:directory } else { '' }
}

# A file, a directory, or a link that leads nowhere.
function Test-Exists([string]$path) {
    [IO.Directory]::Exists($path) -or [IO.File]::Exists($path)
}

function Read-Environment([string]$name) {
    [string][Environment]::GetEnvironmentVariable($name)
}

function Write-Environment([string]$name, [string]$value) {
    [Environment]::SetEnvironmentVariable($name, $value)
}

function Clear-Environment([string]$name) {
    [Environment]::SetEnvironmentVariable($name, [NullString]::Value)
}

# Outside of the file system, in Env: or Cert:, nothing changes.
function Update-Shell {
    if ($global:PWD.Provider.Name -cne 'FileSystem') { return }
    $script:directory = $global:PWD.ProviderPath
    Read-Note
    if (Resolve-Shell) { Invoke-Question }
    Sync-Alias
    Publish-State
}

# What needs no daemon: leaving, and seeing what was done by hand. False where pyguard is off.
function Resolve-Shell {
    if (Test-Off) {
        Exit-Environment
        return $false
    }
    $environment, $root = Get-Active
    if ($environment.Length -gt 0) {
        $current = Read-Environment 'VIRTUAL_ENV'
        if ($current.Length -eq 0) {
            $script:left = $root
            Exit-Environment
        } elseif (-not [string]::Equals($current, $environment) -or -not (Test-Within $root)) {
            Exit-Environment
        } elseif (-not $script:marks.Contains('r') -and -not [IO.File]::Exists("$environment/pyvenv.cfg")) {
            Exit-Environment
        } elseif (Test-ActivatedTwice) {
            Enter-Environment $environment $root
        }
    }
    if ($script:left.Length -gt 0 -and -not (Test-Within $script:left)) { $script:left = '' }
    $true
}

function Test-Off {
    $script:off -or @('off', 'OFF', '0').Contains((Read-Environment 'PYGUARD'))
}

# The two parts of the marker of what we entered.
function Get-Active {
    $active = Read-Environment 'PYGUARD_ACTIVE'
    $colon = $active.IndexOf([char]':')
    if ($colon -lt 0) { return '', '' }
    $active.Substring(0, $colon), $active.Substring($colon + 1)
}

# Whether the directory is $above or below it, component by component.
function Test-Within([string]$above) {
    if ($above.Length -eq 0) { return $false }
    $directory = $script:directory
    $start = if ($above.EndsWith('/', 'Ordinal')) { $above } else { "$above/" }
    [string]::Equals($directory, $above) -or $directory.StartsWith($start, 'Ordinal')
}

# A wrapped prompt hides its `>` from PSReadLine, which turns it red at a syntax error; in the stock prompt we know it.
function Show-PromptText {
    $stock = '"PS $($executionContext.SessionState.Path.CurrentLocation)$(''>'' * ($nestedPromptLevel + 1)) "'
    $reader = 'Microsoft.PowerShell.PSConsoleReadLine' -as [type]
    if ($null -eq $reader -or -not ([string]$script:userPrompt).TrimStart().StartsWith($stock, 'Ordinal')) { return }
    $options = $reader::GetOptions()
    if ([string]::IsNullOrEmpty([string]$options.PromptText)) { $options.PromptText = [string[]]'> ' }
}

. "$PSScriptRoot/reach.ps1"
. "$PSScriptRoot/ask.ps1"
. "$PSScriptRoot/enter.ps1"
. "$PSScriptRoot/guard.ps1"
if (-not (Find-Runtime)) { throw 'not ours' }
$notes = "$runtime/note.$PID"
if ([IO.File]::Exists($notes)) { [IO.File]::Delete($notes) }
Set-Command
$onLocation = [EventHandler[Management.Automation.LocationChangedEventArgs]] { Invoke-LocationHook }
$invoke = $ExecutionContext.SessionState.InvokeCommand
$invoke.LocationChangedAction = [Delegate]::Combine($invoke.LocationChangedAction, $onLocation)
Export-ModuleMember

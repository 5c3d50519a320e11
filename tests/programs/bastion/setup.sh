#!/bin/sh
dnf install --assumeyes postgresql16
